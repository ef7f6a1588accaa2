package io.lull.protocol.stream;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.value.Sorted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A running instance.
 *
 * @param serviceStopped whether its service was stopped; only a new start undoes that
 * @param use what has it
 * @param lastEnd how its last stream ended, so that a repeated End is answered again
 * @param streamed the sessions that have streamed it, newest last, so that a late Begin of one
 *     opens nothing; no copy is so late that as many streams have ended meanwhile as are remembered
 * @param dropped the databases that it has no more; their logs are needed until a full stream is
 *     stored that began after that
 * @param unstored by session, the full streams that are not stored safely yet
 * @param marked by session, the logs that wait until the stream of that session is stored safely
 */
public record Instance(
    InstanceId id,
    InstanceFacts facts,
    boolean serviceStopped,
    Use use,
    Optional<StreamEvent.StreamEnded> lastEnd,
    List<SessionId> streamed,
    SortedSet<DatabaseId> dropped,
    SortedMap<SessionId, Unstored> unstored,
    SortedMap<SessionId, Marked> marked) {

  private static final int STREAMED_MOST = 100;

  /**
   * Marked logs.
   *
   * @param ready whether they may go, so that they wait only for the end of another use
   */
  public record Marked(Logs logs, boolean ready) {}

  /**
   * A full stream of which nobody has said that it is stored.
   *
   * @param dropped the databases that were dropped before it began, and need no older logs with it
   */
  public record Unstored(HeaderMark mark, SortedSet<DatabaseId> dropped) {
    public Unstored {
      dropped = Sorted.set(dropped);
    }

    private Unstored without(DatabaseId database) {
      return new Unstored(mark, Sorted.without(dropped, database));
    }
  }

  public Instance {
    streamed = List.copyOf(streamed);
    dropped = Sorted.set(dropped);
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
        Sorted.set(List.of()),
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
    return new Instance(
        id, changed, serviceStopped, use, lastEnd, streamed, dropped, unstored, marked);
  }

  Instance barred() {
    return new Instance(id, facts, true, use, lastEnd, streamed, dropped, unstored, marked);
  }

  Instance with(Use changed) {
    return new Instance(
        id, facts, serviceStopped, changed, lastEnd, streamed, dropped, unstored, marked);
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
                dropped,
                end.mark()
                    .filter(mark -> mark.kind() == StreamKind.FULL)
                    .map(mark -> Sorted.with(unstored, end.stamp().session(), unstored(mark)))
                    .orElse(unstored),
                marked)
            .with(end.mark().map(facts::marked).orElse(facts));
    return end.truncation().isEmpty()
        ? free
        : free.with(end.stamp().session(), new Marked(end.truncation(), false));
  }

  /** Nothing is dropped while a stream is open, so what is dropped at its end was at its begin. */
  private Unstored unstored(HeaderMark mark) {
    return new Unstored(mark, droppedBeside(mark.databases()));
  }

  /** Those that were dropped if a stream that has these has all that is left; else none. */
  SortedSet<DatabaseId> droppedBeside(Set<DatabaseId> copied) {
    boolean all = facts.attached().stream().map(Database::id).allMatch(copied::contains);
    return all ? dropped : Sorted.set(List.of());
  }

  /** One that comes back needs its logs, whatever was to be stored without it. */
  Instance attached(Database database) {
    SortedMap<SessionId, Unstored> reduced = new TreeMap<>(unstored);
    reduced.replaceAll((_, full) -> full.without(database.id()));
    return with(facts.with(database))
        .with(Sorted.without(dropped, database.id()))
        .waiting(reduced, marked);
  }

  /** It is gone for good; its logs are needed for a while. */
  Instance dropped(DatabaseId database) {
    return with(facts.detached(database)).with(Sorted.with(dropped, database));
  }

  /** Knows nothing more of this one, unless it has come back. */
  private Instance without(DatabaseId database) {
    return dropped.contains(database)
        ? with(facts.without(database)).with(Sorted.without(dropped, database))
        : this;
  }

  private Instance with(SortedSet<DatabaseId> changed) {
    return new Instance(
        id, facts, serviceStopped, use, lastEnd, streamed, changed, unstored, marked);
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

  /**
   * The full stream of this session is stored: databases that it has need no older logs, and those
   * that had been dropped need none at all.
   */
  Instance stored(SessionId session) {
    Unstored full = unstored.get(session);
    if (full == null) {
      return this;
    }
    Instance stored = with(facts.stored(full.mark())).withoutUnstored(session);
    for (DatabaseId database : full.dropped()) {
      stored = stored.without(database);
    }
    return stored;
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
      SortedMap<SessionId, Unstored> unstored, SortedMap<SessionId, Marked> marked) {
    return new Instance(
        id, facts, serviceStopped, use, lastEnd, streamed, dropped, unstored, marked);
  }
}
