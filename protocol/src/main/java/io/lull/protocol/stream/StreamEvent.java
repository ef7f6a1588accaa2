package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Stamp;
import java.util.Optional;

/**
 * What happened to the streams of a host.
 *
 * <p>The host keeps them in memory only. What a session needs for its own journal is {@link
 * Journaled} and reported to it; reads never are.
 */
public sealed interface StreamEvent {
  InstanceId instance();

  /** What the session of the stream journals. */
  sealed interface Journaled extends StreamEvent {
    Stamp stamp();
  }

  // Journaled by the session.

  /** A stream is open; its logs count from this checkpoint on. */
  record StreamBegun(
      InstanceId instance, Stamp stamp, RequestId request, StreamKind kind, long checkpoint)
      implements Journaled {}

  /** A file was read without a gap from its beginning to its end. */
  record FileFinished(InstanceId instance, Stamp stamp, StreamFile file) implements Journaled {}

  /** A database could not be read; it is not in this backup. */
  record DatabaseLost(InstanceId instance, Stamp stamp, DatabaseId database) implements Journaled {}

  /** The chain of logs is known: these are there, and of them these have to be read. */
  record LogsFetched(InstanceId instance, Stamp stamp, Logs available, Logs required)
      implements Journaled {}

  /** These logs go once the stream is stored safely. */
  record LogsMarked(InstanceId instance, Stamp stamp, Logs logs) implements Journaled {}

  /** The stream makes no progress any more and waits for its End. */
  record StreamStopped(InstanceId instance, Stamp stamp, Failure why) implements Journaled {}

  /**
   * The stream is over.
   *
   * @param request the End that is answered; empty when nobody asked for it
   * @param mark what the headers get; empty unless others may build on this stream
   * @param truncation the logs that wait for the target to be safe; none unless completed
   */
  record StreamEnded(
      InstanceId instance,
      Stamp stamp,
      Optional<RequestId> request,
      StreamOutcome outcome,
      Optional<HeaderMark> mark,
      Logs truncation)
      implements Journaled {}

  // Kept by the host alone.

  /** A recovered coordinator speaks for the session from now on. */
  record EpochTaken(InstanceId instance, Epoch epoch) implements StreamEvent {}

  /** Work for a request was begun. */
  record CallBegun(InstanceId instance, Call call) implements StreamEvent {}

  /** Work for a request has ended and left nothing behind. */
  record CallEnded(InstanceId instance) implements StreamEvent {}

  /** A call has ended, and the open file is now as the handle says. */
  record HandleChanged(InstanceId instance, Handle handle) implements StreamEvent {}

  /** The open file was closed, by this CloseFile if any, and nobody waits for a read on it. */
  record HandleClosed(InstanceId instance, Optional<RequestId> request) implements StreamEvent {}

  /** The service of the instance was stopped. */
  record ServiceBarred(InstanceId instance) implements StreamEvent {}

  /** An instance is there, with nothing under way. */
  record InstanceOpened(InstanceId instance, InstanceFacts facts) implements StreamEvent {}

  /** An instance is gone. */
  record InstanceClosed(InstanceId instance) implements StreamEvent {}

  /** A database is in use. */
  record DatabaseAttached(InstanceId instance, Database database) implements StreamEvent {}

  /** A database is not in use any more. */
  record DatabaseDetached(InstanceId instance, DatabaseId database) implements StreamEvent {}

  /** A database is gone for good. */
  record DatabaseDropped(InstanceId instance, DatabaseId database) implements StreamEvent {}

  /** A snapshot has the instance. */
  record SnapshotTook(InstanceId instance, SetId set) implements StreamEvent {}

  /** The snapshot is done with the instance; if it was full, streams cannot build on it. */
  record SnapshotGaveBack(InstanceId instance, Optional<Long> full) implements StreamEvent {}

  /** The target has stored the full stream of this session. */
  record FullStored(InstanceId instance, SessionId session) implements StreamEvent {}

  /** Marked logs may go as soon as nothing uses the instance. */
  record TruncationReady(InstanceId instance, SessionId session) implements StreamEvent {}

  /** Marked logs were handed over for deletion. */
  record TruncationDone(InstanceId instance, SessionId session) implements StreamEvent {}

  /** A session has journaled what it was told up to this number. */
  record ReportsDone(InstanceId instance, SessionId session, long number) implements StreamEvent {}

  /** A session is gone for good, and what waited for it is dropped. */
  record SessionForgotten(InstanceId instance, SessionId session) implements StreamEvent {}

  /** The oldest log that a recovery would need has changed. */
  record CheckpointSet(InstanceId instance, long checkpoint) implements StreamEvent {}

  /** The instance does something else with its logs. */
  record LoggingSet(InstanceId instance, Logging logging) implements StreamEvent {}
}
