package io.lull.protocol.stream;

import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.value.Sorted;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A running instance.
 *
 * @param serviceStopped whether its service was stopped; only a new start undoes that
 * @param use what has it
 * @param lastEnd how its last stream ended, so that a repeated End is answered again and a late
 *     Begin of that session opens nothing
 * @param marked by session, the logs that wait until the stream of that session is stored safely
 */
public record Instance(
    InstanceId id,
    InstanceFacts facts,
    boolean serviceStopped,
    Use use,
    Optional<StreamEvent.StreamEnded> lastEnd,
    SortedMap<SessionId, Marked> marked) {

  /**
   * Marked logs.
   *
   * @param ready whether they may go, so that they wait only for the end of another use
   */
  public record Marked(Logs logs, boolean ready) {}

  public Instance {
    marked = Sorted.map(marked);
  }

  static Instance opened(InstanceId id, InstanceFacts facts) {
    return new Instance(id, facts, false, new Use.Free(), Optional.empty(), Sorted.map(Map.of()));
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
    return new Instance(id, changed, serviceStopped, use, lastEnd, marked);
  }

  Instance barred() {
    return new Instance(id, facts, true, use, lastEnd, marked);
  }

  Instance with(Use changed) {
    return new Instance(id, facts, serviceStopped, changed, lastEnd, marked);
  }

  Instance ended(StreamEvent.StreamEnded end) {
    Instance free =
        new Instance(id, facts, serviceStopped, new Use.Free(), Optional.of(end), marked)
            .with(end.mark().map(facts::marked).orElse(facts));
    return end.truncation().isEmpty()
        ? free
        : free.with(end.stamp().session(), new Marked(end.truncation(), false));
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
    return new Instance(
        id, facts, serviceStopped, use, lastEnd, Sorted.with(marked, session, logs));
  }

  /**
   * Drops what still waits for a word of this session; what may go is only waiting for its time.
   */
  Instance forgotten(SessionId session) {
    Marked waiting = marked.get(session);
    return waiting == null || waiting.ready() ? this : withoutMarks(session);
  }

  Instance withoutMarks(SessionId session) {
    return new Instance(id, facts, serviceStopped, use, lastEnd, Sorted.without(marked, session));
  }
}
