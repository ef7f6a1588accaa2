package io.lull.protocol.writer;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.WriterEffect.LogRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of one writer of a host, in this life of the host; an immutable value.
 *
 * @param window how long the application may stand still at most, in the writer's own words
 * @param calls the last number given to a call
 * @param holds every hold that exists or may exist, by its number; at most one of them is live
 * @param log what is to be written to the log as soon as nothing is held
 */
public record Writer(
    WriterId id,
    Incarnation incarnation,
    Limits limits,
    Duration window,
    long calls,
    Map<SessionKey, WriterSession> sessions,
    Map<Long, WriterHold> holds,
    Tombstones tombstones,
    List<LogRecord> log) {
  /** More than this is not kept: what comes first explains most. */
  static final int LOG_MOST = 64;

  public Writer {
    sessions = Sorted.map(sessions);
    holds = Sorted.map(holds);
    log = List.copyOf(log);
    if (!window.isPositive() || window.compareTo(Limits.TIME_MAX) > 0) {
      throw new IllegalArgumentException(
          "expected a window of more than 0 and at most "
              + Limits.TIME_MAX
              + ", but "
              + id
              + " declares "
              + window);
    }
  }

  /** A writer that has heard nothing yet; one that declares no window has the policy's. */
  public static Writer started(
      WriterId id, Incarnation incarnation, Limits limits, Optional<Duration> declared) {
    return new Writer(
        id,
        incarnation,
        limits,
        declared.orElse(limits.hold()),
        0,
        Map.of(),
        Map.of(),
        Tombstones.NONE,
        List.of());
  }

  public Optional<WriterSession> session(SessionKey key) {
    return Optional.ofNullable(sessions.get(key));
  }

  /** A session that is known to be there. */
  WriterSession known(Stamp stamp) {
    return known(SessionKey.of(stamp));
  }

  /** A session that is known to be there. */
  WriterSession known(SessionKey key) {
    return session(key)
        .orElseThrow(() -> new IllegalStateException("expected a session for " + key));
  }

  /** The hold of a session; it has one at most. */
  Optional<WriterHold> hold(SessionKey key) {
    return holds.values().stream().filter(hold -> hold.isOwnedBy(key)).findFirst();
  }

  /** Where the writer stands with a set of a session. */
  public WriterPhase phase(SessionKey key) {
    return session(key)
        .map(WriterSession::phase)
        .or(() -> tombstones.of(key).map(Tombstone::phase))
        .orElse(WriterPhase.ABSENT);
  }

  Writer withCalls(long number) {
    return new Writer(
        id, incarnation, limits, window, Math.max(calls, number), sessions, holds, tombstones, log);
  }

  Writer with(WriterSession session) {
    return with(Sorted.with(sessions, session.key(), session), tombstones);
  }

  Writer buried(SessionKey key, Tombstone tombstone) {
    return with(Sorted.without(sessions, key), tombstones.with(key, tombstone));
  }

  Writer with(WriterHold hold) {
    return withHolds(Sorted.with(holds, hold.number(), hold)).withCalls(hold.number());
  }

  Writer withoutHold(long number) {
    return withHolds(Sorted.without(holds, number));
  }

  Writer logging(LogRecord more) {
    List<LogRecord> longer = new ArrayList<>(log);
    if (longer.size() < LOG_MOST) {
      longer.add(more);
    }
    return withLog(longer);
  }

  Writer withLog(List<LogRecord> log) {
    return new Writer(id, incarnation, limits, window, calls, sessions, holds, tombstones, log);
  }

  private Writer with(Map<SessionKey, WriterSession> sessions, Tombstones tombstones) {
    return new Writer(id, incarnation, limits, window, calls, sessions, holds, tombstones, log);
  }

  private Writer withHolds(Map<Long, WriterHold> holds) {
    return new Writer(id, incarnation, limits, window, calls, sessions, holds, tombstones, log);
  }
}
