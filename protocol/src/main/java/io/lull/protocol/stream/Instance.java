package io.lull.protocol.stream;

import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.value.Sorted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A running instance.
 *
 * @param serviceStopped whether its service was stopped; only a new start undoes that
 * @param use what has it
 * @param lastEnd how its last stream ended, so that a repeated End is answered again
 * @param streamed the sessions that have streamed it, newest last, so that a late Begin of one
 *     opens nothing; no copy is so late that as many streams have ended meanwhile as are remembered
 * @param unstored by session, the marks of full streams that are not stored safely yet
 * @param marked by session, the logs that wait until the stream of that session is stored safely
 */
public record Instance(
    InstanceId id,
    InstanceFacts facts,
    boolean serviceStopped,
    Use use,
    Optional<StreamEvent.StreamEnded> lastEnd,
    List<SessionId> streamed,
    SortedMap<SessionId, HeaderMark> unstored,
    SortedMap<SessionId, Marked> marked) {

  private static final int STREAMED_MOST = 100;

  /**
   * Marked logs.
   *
   * @param ready whether they may go, so that they wait only for the end of another use
   */
  public record Marked(Logs logs, boolean ready) {}

  public Instance {
    streamed = List.copyOf(streamed);
    unstored = Sorted.map(unstored);
    marked = Sorted.map(marked);
  }

  static Instance opened(InstanceId id, InstanceFacts facts) {
    return new Instance(
        id,
        facts,
        false,
        new Use.Free(),
        Optional.empty(),
        List.of(),
        Sorted.map(Map.of()),
        Sorted.map(Map.of()));
  }

  public StreamPhase phase() {
    if (serviceStopped) {
      return stream().isPresent() ? StreamPhase.SERVICE_STOPPED_OPEN : StreamPhase.SERVICE_STOPPED;
    }
    return use.phase();
  }

  public Optional<Stream> stream() {
    return use instanceof Stream stream ? Optional.of(stream) : Optional.empty();
  }

  boolean isFree() {
    return use instanceof Use.Free;
  }

  Instance with(InstanceFacts changed) {
    return new Instance(id, changed, serviceStopped, use, lastEnd, streamed, unstored, marked);
  }

  Instance barred() {
    return new Instance(id, facts, true, use, lastEnd, streamed, unstored, marked);
  }

  Instance with(Use changed) {
    return new Instance(id, facts, serviceStopped, changed, lastEnd, streamed, unstored, marked);
  }

  Instance ended(StreamEvent.StreamEnded end) {
    Instance free =
        new Instance(
                id,
                facts,
                serviceStopped,
                new Use.Free(),
                Optional.of(end),
                streamed(end.stamp().session()),
                end.mark()
                    .filter(mark -> mark.kind() == StreamKind.FULL)
                    .map(mark -> Sorted.with(unstored, end.stamp().session(), mark))
                    .orElse(unstored),
                marked)
            .with(end.mark().map(facts::marked).orElse(facts));
    return end.truncation().isEmpty()
        ? free
        : free.with(end.stamp().session(), new Marked(end.truncation(), false));
  }

  private List<SessionId> streamed(SessionId last) {
    List<SessionId> longer = new ArrayList<>(streamed);
    longer.add(last);
    return longer.subList(Math.max(0, longer.size() - STREAMED_MOST), longer.size());
  }

  /** A snapshot that counts as full starts every chain anew. */
  Instance givenBack(Optional<Long> full) {
    return with(full.map(facts::markedBySnapshot).orElse(facts)).with(new Use.Free());
  }

  Instance ready(SessionId session) {
    Marked waiting = marked.get(session);
    return waiting == null ? this : with(session, new Marked(waiting.logs(), true));
  }

  Instance with(SessionId session, Marked logs) {
    return waiting(unstored, Sorted.with(marked, session, logs));
  }

  /** The full stream of this session is stored; databases that it has need no older logs. */
  Instance stored(SessionId session) {
    HeaderMark mark = unstored.get(session);
    return mark == null ? this : with(facts.stored(mark)).withoutUnstored(session);
  }

  private Instance withoutUnstored(SessionId session) {
    return waiting(Sorted.without(unstored, session), marked);
  }

  /**
   * Drops what still waits for a word of this session; what may go is only waiting for its time.
   */
  Instance forgotten(SessionId session) {
    Marked waiting = marked.get(session);
    Instance without = withoutUnstored(session);
    return waiting == null || waiting.ready() ? without : without.withoutMarks(session);
  }

  Instance withoutMarks(SessionId session) {
    return waiting(unstored, Sorted.without(marked, session));
  }

  private Instance waiting(
      SortedMap<SessionId, HeaderMark> unstored, SortedMap<SessionId, Marked> marked) {
    return new Instance(id, facts, serviceStopped, use, lastEnd, streamed, unstored, marked);
  }
}
