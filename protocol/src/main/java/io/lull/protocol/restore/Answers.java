package io.lull.protocol.restore;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterMetadata;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the writers of a restore have answered so far, or failed to.
 *
 * @param running those that have described themselves
 * @param absent those that were asked to and did not, and why
 * @param unwell those of the absent that answered: they run, but could not describe what they write
 *     for, as when its server is down
 * @param preRestored how each handled PreRestore
 * @param postRestored how each handled PostRestore
 * @param shutDown how each dropped what it kept
 * @param statuses the last status round, as long as no step has followed it
 */
public record Answers(
    SortedMap<WriterId, RunningWriter> running,
    SortedMap<WriterId, Fault> absent,
    SortedMap<WriterId, Incarnation> unwell,
    SortedMap<WriterId, HandlerResult> preRestored,
    SortedMap<WriterId, HandlerResult> postRestored,
    SortedMap<WriterId, HandlerResult> shutDown,
    SortedMap<WriterId, WriterStatus> statuses) {
  static final Answers NONE = new Answers(none(), none(), none(), none(), none(), none(), none());

  public Answers {
    running = Sorted.map(running);
    absent = Sorted.map(absent);
    unwell = Sorted.map(unwell);
    preRestored = Sorted.map(preRestored);
    postRestored = Sorted.map(postRestored);
    shutDown = Sorted.map(shutDown);
    statuses = Sorted.map(statuses);
  }

  Answers withRunning(WriterId writer, RunningWriter found) {
    return new Answers(
        Sorted.with(running, writer, found),
        absent,
        unwell,
        preRestored,
        postRestored,
        shutDown,
        statuses);
  }

  Answers withAbsent(WriterId writer, Fault fault) {
    return new Answers(
        running,
        Sorted.with(absent, writer, fault),
        unwell,
        preRestored,
        postRestored,
        shutDown,
        statuses);
  }

  Answers withUnwell(WriterId writer, Incarnation life) {
    return new Answers(
        running,
        absent,
        Sorted.with(unwell, writer, life),
        preRestored,
        postRestored,
        shutDown,
        statuses);
  }

  /** Whether it is there to be told of a restore, whatever it can say of itself. */
  boolean isThere(WriterId writer) {
    return running.containsKey(writer) || unwell.containsKey(writer);
  }

  Answers withPreRestored(WriterId writer, HandlerResult result) {
    return new Answers(
        running,
        absent,
        unwell,
        Sorted.with(preRestored, writer, result),
        postRestored,
        shutDown,
        statuses);
  }

  Answers withPostRestored(WriterId writer, HandlerResult result) {
    return new Answers(
        running,
        absent,
        unwell,
        preRestored,
        Sorted.with(postRestored, writer, result),
        shutDown,
        statuses);
  }

  Answers withShutDown(WriterId writer, HandlerResult result) {
    return new Answers(
        running,
        absent,
        unwell,
        preRestored,
        postRestored,
        Sorted.with(shutDown, writer, result),
        statuses);
  }

  Answers withStatus(WriterId writer, WriterStatus status) {
    return new Answers(
        running,
        absent,
        unwell,
        preRestored,
        postRestored,
        shutDown,
        Sorted.with(statuses, writer, status));
  }

  /** A status speaks of the past as soon as the writers are asked for anything new. */
  Answers withoutStatuses() {
    return new Answers(running, absent, unwell, preRestored, postRestored, shutDown, none());
  }

  SortedMap<WriterId, WriterMetadata> descriptions() {
    TreeMap<WriterId, WriterMetadata> descriptions = new TreeMap<>();
    running.forEach((writer, found) -> descriptions.put(writer, found.metadata()));
    return descriptions;
  }

  private static <V> SortedMap<WriterId, V> none() {
    return Collections.emptySortedMap();
  }
}
