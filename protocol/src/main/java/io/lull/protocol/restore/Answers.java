package io.lull.protocol.restore;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.HandlerResult;
import java.util.Collections;
import java.util.SortedMap;

/**
 * What the writers of a restore have answered so far, or failed to.
 *
 * @param running those that have described themselves
 * @param absent those that were asked to and did not, and why
 * @param preRestored how each handled PreRestore
 * @param postRestored how each handled PostRestore
 * @param statuses the last status round, as long as no step has followed it
 */
public record Answers(
    SortedMap<WriterId, RunningWriter> running,
    SortedMap<WriterId, Fault> absent,
    SortedMap<WriterId, HandlerResult> preRestored,
    SortedMap<WriterId, HandlerResult> postRestored,
    SortedMap<WriterId, WriterStatus> statuses) {
  static final Answers NONE = new Answers(none(), none(), none(), none(), none());

  public Answers {
    running = Sorted.map(running);
    absent = Sorted.map(absent);
    preRestored = Sorted.map(preRestored);
    postRestored = Sorted.map(postRestored);
    statuses = Sorted.map(statuses);
  }

  Answers withRunning(WriterId writer, RunningWriter found) {
    return new Answers(
        Sorted.with(running, writer, found), absent, preRestored, postRestored, statuses);
  }

  Answers withAbsent(WriterId writer, Fault fault) {
    return new Answers(
        running, Sorted.with(absent, writer, fault), preRestored, postRestored, statuses);
  }

  Answers withPreRestored(WriterId writer, HandlerResult result) {
    return new Answers(
        running, absent, Sorted.with(preRestored, writer, result), postRestored, statuses);
  }

  Answers withPostRestored(WriterId writer, HandlerResult result) {
    return new Answers(
        running, absent, preRestored, Sorted.with(postRestored, writer, result), statuses);
  }

  Answers withStatus(WriterId writer, WriterStatus status) {
    return new Answers(
        running, absent, preRestored, postRestored, Sorted.with(statuses, writer, status));
  }

  /** A status speaks of the past as soon as the writers are asked for anything new. */
  Answers withoutStatuses() {
    return new Answers(running, absent, preRestored, postRestored, none());
  }

  private static <V> SortedMap<WriterId, V> none() {
    return Collections.emptySortedMap();
  }
}
