package io.lull.protocol.stream.session;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupAsked;
import java.util.Optional;

/**
 * The session of a stream, by its events.
 *
 * @param asked what was begun
 * @param reported the highest number of a report that was kept
 * @param account what the host has said
 * @param fault why nothing came of it, where the host has not said so itself
 * @param stored the call by which the target said that it has everything
 * @param aborted the call by which somebody gave it up
 */
public record StreamSession(
    SessionId session,
    StreamSessionPhase phase,
    Optional<BackupAsked> asked,
    long reported,
    StreamAccount account,
    Optional<Fault> fault,
    Optional<RequestId> stored,
    Optional<RequestId> aborted) {
  /** A session that nobody has used. */
  public static StreamSession unused(SessionId session) {
    return new StreamSession(
        session,
        StreamSessionPhase.NEW,
        Optional.empty(),
        0,
        StreamAccount.NOTHING,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Whether the host has completed the stream and the target has it, and nobody gave it up. */
  public boolean isBackup() {
    return stored.isPresent()
        && aborted.isEmpty()
        && fault.isEmpty()
        && account.outcome().equals(Optional.of(StreamOutcome.COMPLETED));
  }

  /** Whether its target need not be waited for any more. */
  boolean isSettled() {
    return stored.isPresent() || aborted.isPresent();
  }

  /** What was begun, where the table has made sure of it. */
  BackupAsked begun() {
    return asked.orElseThrow();
  }

  StreamSession with(BackupAsked begun) {
    return new StreamSession(
        session,
        StreamSessionPhase.ASKED,
        Optional.of(begun),
        reported,
        account,
        fault,
        stored,
        aborted);
  }

  StreamSession reported(long number, StreamAccount said, StreamSessionPhase next) {
    return new StreamSession(session, next, asked, number, said, fault, stored, aborted);
  }

  StreamSession failed(Fault why) {
    return new StreamSession(
        session,
        StreamSessionPhase.OVER,
        asked,
        reported,
        account,
        Optional.of(why),
        stored,
        aborted);
  }

  StreamSession stored(RequestId request) {
    StreamSessionPhase next =
        phase == StreamSessionPhase.COMPLETED ? StreamSessionPhase.OVER : phase;
    return new StreamSession(
        session, next, asked, reported, account, fault, Optional.of(request), aborted);
  }

  StreamSession aborted(RequestId request) {
    StreamSessionPhase next =
        phase == StreamSessionPhase.COMPLETED ? StreamSessionPhase.OVER : phase;
    return new StreamSession(
        session, next, asked, reported, account, fault, stored, Optional.of(request));
  }
}
