package io.lull.protocol.writer;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a writer's machine is given: requests of a coordinator and reports of its own host. */
public sealed interface WriterInput {
  /** What a coordinator sends about a set; the part of the family that travels between machines. */
  sealed interface WriterRequest extends WriterInput {
    Stamp stamp();
  }

  /** Describe yourself; may come at any time from anybody and changes nothing. */
  record Identify(SessionId session, Incarnation incarnation) implements WriterInput {}

  /** A backup of these components is about to begin; long work may start. */
  record PrepareForBackup(Stamp stamp, Set<ComponentId> components, BackupType type)
      implements WriterRequest {
    public PrepareForBackup {
      components = Sorted.set(components);
    }
  }

  /** Do all long work now: after this comes the freeze. */
  record PrepareForSnapshot(Stamp stamp, Set<Volume> volumes) implements WriterRequest {
    public PrepareForSnapshot {
      volumes = Sorted.set(volumes);
    }
  }

  /** Stand still for at most the given lease, counted from when this is taken up here. */
  record Freeze(Stamp stamp, Duration lease) implements WriterRequest {}

  /** End the hold of this token and say how it stood; covers the receipts of all commits. */
  record Thaw(Stamp stamp, HoldToken token, Digest receipts) implements WriterRequest {}

  /** The copy exists and is still writable; temporary files may go. */
  record PostSnapshot(Stamp stamp) implements WriterRequest {}

  /** The requester has stored these components safely. */
  record BackupComplete(Stamp stamp, Set<ComponentId> succeeded) implements WriterRequest {
    public BackupComplete {
      succeeded = Sorted.set(succeeded);
    }
  }

  /** The set has failed or was given up; return to normal running whatever you are doing. */
  record Abort(Stamp stamp, Failure cause) implements WriterRequest {}

  /** The requester is gone or done; drop everything that belongs to the set. */
  record BackupShutdown(Stamp stamp) implements WriterRequest {}

  /** Say what state you are in for this set. */
  record GatherStatus(Stamp stamp) implements WriterRequest {}

  /** Files of these components are about to be put back, each as its order says. */
  record PreRestore(Stamp stamp, Map<ComponentId, RestoreOrder> orders) implements WriterRequest {
    public PreRestore {
      orders = Sorted.map(orders);
    }

    /** About these components nothing more was said. */
    public PreRestore(Stamp stamp, Set<ComponentId> components) {
      this(stamp, Sorted.valued(components, RestoreOrder.PLAIN));
    }

    public Set<ComponentId> components() {
      return orders.keySet();
    }
  }

  /** The files are back; more increments may follow, and then nothing is brought online yet. */
  record PostRestore(Stamp stamp, Map<ComponentId, FileRestoreStatus> files, boolean moreToCome)
      implements WriterRequest {
    public PostRestore {
      files = Sorted.map(files);
    }

    /** Every file of these components was written. */
    public PostRestore(Stamp stamp, Set<ComponentId> components, boolean moreToCome) {
      this(stamp, Sorted.valued(components, FileRestoreStatus.ALL), moreToCome);
    }

    public Set<ComponentId> components() {
      return files.keySet();
    }
  }

  /** The application answered an Identify, or could not. */
  record Described(SessionId session, Optional<WriterMetadata> metadata, Optional<Fault> fault)
      implements WriterInput {}

  /** A handler other than a successful Freeze or any Thaw has ended. */
  record HandlerEnded(SetId set, long call, HandlerResult result) implements WriterInput {}

  /** The freeze handler succeeded; the owner of the hold has given it a fresh token. */
  record FreezeHandled(SetId set, long call, HoldToken token) implements WriterInput {}

  /** The owner of the hold has ended it, or found none, and says how it stood. */
  record HoldReleased(SetId set, long call, HoldEnd end) implements WriterInput {}

  /** The owner of the hold could not end it; it will be asked again. */
  record ReleaseFailed(SetId set, long call, Fault fault) implements WriterInput {}

  /** A handler has had its time; told by a timer outside the call. */
  record HandlerOverdue(SetId set, long call) implements WriterInput {}

  /** The lease of a freeze has run out; told by a timer, and checked against the clock. */
  record LeaseDue(SetId set, long call) implements WriterInput {}

  /** It is time to look for sessions that nobody has ended. */
  record CollectAbandoned() implements WriterInput {}

  /** A hold of a dead predecessor was found on this host. */
  record HoldFound(SetId set, HoldToken token) implements WriterInput {}
}
