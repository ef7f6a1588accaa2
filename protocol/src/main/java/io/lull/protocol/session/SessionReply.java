package io.lull.protocol.session;

import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a session answers to its requester; names the call that it answers. */
public sealed interface SessionReply {
  RequestId request();

  /** It is done. */
  record Done(RequestId request) implements SessionReply {}

  /** It is under way; the answer comes later, under the same request id. */
  record Pending(RequestId request) implements SessionReply {}

  /** It was not done, or it failed. */
  record Refused(RequestId request, Fault fault) implements SessionReply {}

  /** These writers are there; the absent ones could not describe themselves. */
  record Metadata(RequestId request, List<WriterMetadata> writers, Map<WriterId, Fault> absent)
      implements SessionReply {
    public Metadata {
      writers = List.copyOf(writers);
      absent = Sorted.map(absent);
    }
  }

  /** The set has begun and its hosts' creation slots are taken. */
  record SetStarted(RequestId request, SetId set) implements SessionReply {}

  /** The volume is a member of the set and will be copied by this provider, since those cannot. */
  record VolumeAdded(
      RequestId request, SnapshotId snapshot, ProviderId provider, List<Declined> declined)
      implements SessionReply {
    public VolumeAdded {
      declined = List.copyOf(declined);
    }
  }

  /**
   * How the writers answered last.
   *
   * @param current false outside of the points where a status means something
   */
  record Statuses(RequestId request, boolean current, List<WriterStatus> writers)
      implements SessionReply {
    public Statuses {
      writers = List.copyOf(writers);
    }
  }

  /** The set exists; these components are not usable in it. */
  record SetCreated(
      RequestId request, Grade grade, Certificate certificate, Set<ComponentId> unusable)
      implements SessionReply {
    public SetCreated {
      unusable = Sorted.set(unusable);
    }
  }

  /** The copies of the set and who made them. */
  record Properties(RequestId request, Map<SnapshotId, ProviderId> snapshots)
      implements SessionReply {
    public Properties {
      snapshots = Sorted.map(snapshots);
    }
  }

  /** Every writer has handled the abort but these, which could not be reached in time. */
  record Aborted(RequestId request, Set<WriterId> handled, Set<WriterId> unreached)
      implements SessionReply {
    public Aborted {
      handled = Sorted.set(handled);
      unreached = Sorted.set(unreached);
    }
  }

  /** So many copies are deleted; at the first failure the deletion stopped. */
  record Deleted(
      RequestId request, int deleted, Optional<SnapshotId> failing, Optional<Fault> fault)
      implements SessionReply {}

  /** How one writer answered last. */
  record WriterStatus(WriterId writer, WriterState state, Optional<Fault> fault) {}
}
