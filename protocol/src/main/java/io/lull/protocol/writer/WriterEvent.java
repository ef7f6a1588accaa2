package io.lull.protocol.writer;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.LogRecord;
import io.lull.protocol.writer.WriterSession.AbortCause;
import io.lull.protocol.writer.WriterSession.FailedStep;
import java.util.Optional;

/**
 * What happened to a writer; held in memory only, because a new life of the host attests nothing.
 */
public sealed interface WriterEvent {
  /** What happened to one session. */
  sealed interface OfSession extends WriterEvent {
    SessionKey key();
  }

  /** The writer heard of a set for the first time. */
  record SessionOpened(SessionKey key, Stamp stamp, Uptime at) implements OfSession {}

  /** A newer attempt of the coordinator spoke; older ones are late from now on. */
  record EpochRaised(SessionKey key, Stamp stamp) implements OfSession {}

  /** A handler was called; whoever asked is answered when it has ended. */
  record HandlerCalled(SessionKey key, CallHandler call, Optional<Stamp> asked, Uptime at)
      implements OfSession {}

  /** The step at work was asked for again; the newest stamp is the one that is answered. */
  record RequestRepeated(SessionKey key, Stamp stamp) implements OfSession {}

  /** A step has ended with this answer. */
  record StepAnswered(
      SessionKey key, WriterStep step, WriterReply.OfSet answer, WriterPhase to, Uptime at)
      implements OfSession {}

  /** A recorded answer was given to a newer attempt. */
  record AnswerRepeated(SessionKey key, WriterStep step, WriterReply.OfSet answer)
      implements OfSession {}

  /** A step has failed, or the writer objected at it. */
  record StepFailed(SessionKey key, FailedStep failed) implements OfSession {}

  /** The set is given up. */
  record AbortBegun(SessionKey key, AbortCause cause, Optional<Stamp> asked, Uptime at)
      implements OfSession {}

  /** The abort handler has ended; a hold may still have to. */
  record AbortHandled(SessionKey key, WriterReply.OfSet answer, Uptime at) implements OfSession {}

  /** Nothing of the set is frozen or running any more. */
  record SessionAborted(SessionKey key, Uptime at) implements OfSession {}

  /** A BackupShutdown came while something ran or was held, and waits. */
  record ShutdownPostponed(SessionKey key, Stamp stamp) implements OfSession {}

  /** All state of a session is dropped; a tombstone stays. */
  record SessionBuried(SessionKey key, Tombstone tombstone) implements OfSession {}

  /** From now on a hold may exist. */
  record HoldOpened(WriterHold hold) implements WriterEvent {}

  /** The freeze handler has succeeded. */
  record HoldBegun(long number, HoldToken token) implements WriterEvent {}

  /** The freeze handler has ended and can freeze nothing any more. */
  record FreezeEnded(long number) implements WriterEvent {}

  /** A Thaw was taken up; it will be answered when the owner has ended the hold. */
  record ThawTaken(SessionKey key, long number, Stamp asked, Digest receipts, Uptime at)
      implements OfSession {}

  /** The owner of a hold was asked to end it. */
  record ReleaseAsked(long number, long call) implements WriterEvent {}

  /** The owner has answered, but the freeze handler runs and may bring the hold back. */
  record ReleaseAnswered(long number) implements WriterEvent {}

  /** A hold is over for good. */
  record HoldEnded(long number) implements WriterEvent {}

  /** Something is to be logged, but not while anything is held. */
  record LogKept(LogRecord log) implements WriterEvent {}

  /** What was kept for the log was handed over. */
  record LogHandedOver() implements WriterEvent {}
}
