package io.lull.protocol.stream;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Stamp;
import java.util.Optional;

/** What the machine of a host's streams is given. */
public sealed interface StreamInput {
  /** An input that is answered; asked again under the same id it gets the same answer. */
  sealed interface StreamRequest extends StreamInput {
    RequestId request();
  }

  /** What a session asks; the part of the family that travels between machines. */
  sealed interface OfSession extends StreamRequest {
    InstanceId instance();

    Stamp stamp();
  }

  /** What a session tells; nobody waits for an answer. */
  sealed interface Notice extends StreamInput {
    InstanceId instance();

    Stamp stamp();
  }

  /** What the application that owns the instances asks; it needs no part in any stream. */
  sealed interface OfOwner extends StreamRequest {}

  /** What the owner asks of the one instance that it names. */
  sealed interface OfNamed extends OfOwner {
    InstanceId instance();
  }

  /** What the host found out by itself. */
  sealed interface Report extends StreamInput {
    InstanceId instance();
  }

  /** The end of work that an effect began; by its number a late one is recognised. */
  sealed interface WorkEnded extends Report {
    long call();
  }

  // What a session asks.

  /** Open a stream of this kind. */
  record BeginStream(RequestId request, InstanceId instance, Stamp stamp, StreamKind kind)
      implements OfSession {}

  /** Name the databases that can be read. */
  record GetAttachInfo(RequestId request, InstanceId instance, Stamp stamp) implements OfSession {}

  /** Open this file; one at a time. */
  record OpenFile(RequestId request, InstanceId instance, Stamp stamp, StreamFile file)
      implements OfSession {}

  /** Read that many bytes from that place, or up to the end of the file. */
  record ReadFile(
      RequestId request, InstanceId instance, Stamp stamp, long handle, long offset, int length)
      implements OfSession {}

  /** Close the file of this handle. */
  record CloseFile(RequestId request, InstanceId instance, Stamp stamp, long handle)
      implements OfSession {}

  /** Begin a new log and name those that have to be read. */
  record GetLogInfo(RequestId request, InstanceId instance, Stamp stamp) implements OfSession {}

  /** Name the logs that TruncateLog would mark now. */
  record GetTruncateLogInfo(RequestId request, InstanceId instance, Stamp stamp)
      implements OfSession {}

  /** Mark the logs that nobody needs once this stream has completed and is stored safely. */
  record TruncateLog(RequestId request, InstanceId instance, Stamp stamp) implements OfSession {}

  /**
   * End the stream; as long as one is open this is never refused.
   *
   * @param truncateDone the logs stay or go by somebody else's hand, and still the stream counts as
   *     what it was begun as; without it a stream that marked no logs is as good as a copy
   */
  record EndStream(
      RequestId request, InstanceId instance, Stamp stamp, EndMode mode, boolean truncateDone)
      implements OfSession {}

  // What a session tells.

  /** The End is journaled and the target has made its manifest durable: marked logs may go. */
  record TruncationConfirmed(InstanceId instance, Stamp stamp) implements Notice {}

  /** The session has journaled all reports up to this number. */
  record ReportsTaken(InstanceId instance, Stamp stamp, long number) implements Notice {}

  // What the owner asks.

  /** Stop the stream of this instance; the name may be left out where only one can run. */
  record StopBackup(RequestId request, Optional<InstanceId> instance) implements OfOwner {}

  /** Bar the instance from further work; the name may be left out where only one can run. */
  record StopService(RequestId request, Optional<InstanceId> instance) implements OfOwner {}

  /** The instance has started; a stream that it had in an earlier life is gone. */
  record StartInstance(RequestId request, InstanceId instance, InstanceFacts facts)
      implements OfNamed {}

  /** The instance ends; with {@code force} an open stream ends with it. */
  record TerminateInstance(RequestId request, InstanceId instance, boolean force)
      implements OfNamed {}

  /** A database is about to be attached, as its header describes it. */
  record AttachDatabase(RequestId request, InstanceId instance, Database database)
      implements OfNamed {}

  /** A database is about to be detached. */
  record DetachDatabase(RequestId request, InstanceId instance, DatabaseId database)
      implements OfNamed {}

  /** A database is gone for good; nobody can attach it again, but maybe another of its name. */
  record DropDatabase(RequestId request, InstanceId instance, DatabaseId database)
      implements OfNamed {}

  /** The file of a database is about to become smaller. */
  record ShrinkDatabase(RequestId request, InstanceId instance, DatabaseId database)
      implements OfNamed {}

  /** A snapshot is about to take the instance; streams and snapshots exclude each other. */
  record TakeForSnapshot(RequestId request, InstanceId instance, SetId set) implements OfNamed {}

  /**
   * The snapshot is done with the instance, also when it never heard that it had it.
   *
   * @param full the last log in the snapshot, if it counts as a full backup
   */
  record GiveBack(RequestId request, InstanceId instance, SetId set, Optional<Long> full)
      implements OfNamed {}

  // What the host found out.

  /** A file that was to be opened is open and of this size. */
  record FileOpened(InstanceId instance, long call, long size) implements WorkEnded {}

  /** A file could not be opened in its time. */
  record OpenFailed(InstanceId instance, long call, Fault fault) implements WorkEnded {}

  /** A read has brought this many bytes; none at the end of the file. */
  record ReadEnded(InstanceId instance, long call, int bytes) implements WorkEnded {}

  /** A read could not be done in its time. */
  record ReadFailed(InstanceId instance, long call, Fault fault) implements WorkEnded {}

  /** A new log was begun, and these are the closed ones that are there. */
  record LogsRolled(InstanceId instance, long call, Logs available) implements WorkEnded {}

  /** A new log could not be begun in its time. */
  record RollFailed(InstanceId instance, long call, Fault fault) implements WorkEnded {}

  /** The session is over or unknown, or was silent for as long as it may be. */
  record StreamOwnerLost(InstanceId instance, SessionId session) implements Report {}

  /** The oldest log that a recovery would need is now this one. */
  record CheckpointMoved(InstanceId instance, long checkpoint) implements Report {}

  /** The instance does something else with its logs now. */
  record LoggingChanged(InstanceId instance, Logging logging) implements Report {}
}
