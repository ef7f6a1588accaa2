package io.lull.protocol.session;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.slot.SlotReply;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.value.Visible;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.writer.WriterReply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a backup session is given: the verbs of its requester and reports of everybody else. */
public sealed interface SessionInput {
  /** What a requester calls; a call repeated with the same id gets the recorded reply. */
  sealed interface Verb extends SessionInput {
    RequestId request();
  }

  /** Serve one backup. */
  record InitializeForBackup(RequestId request, Policy policy) implements Verb {}

  /** Say what kind of copies are wanted; at most once. */
  record SetContext(RequestId request, SessionContext context) implements Verb {}

  /** Say what is to be backed up. */
  record SetBackupState(RequestId request, BackupState state) implements Verb {}

  /** Leave these writers out; has an effect only before metadata is gathered. */
  record DisableWriters(RequestId request, Set<WriterId> writers) implements Verb {
    public DisableWriters {
      writers = Sorted.set(writers);
    }
  }

  /** Ask these writers, those that are there now, to describe themselves; once. */
  record GatherWriterMetadata(RequestId request, Map<WriterId, Incarnation> roster)
      implements Verb {
    public GatherWriterMetadata {
      roster = Sorted.map(roster);
    }
  }

  /** Choose a component; what lies below it is carried along. */
  record AddComponent(RequestId request, ComponentId component) implements Verb {}

  /**
   * Begin a set and take the creation slots of its hosts, all or none.
   *
   * @param set an id that was never used before
   * @param hosts the hosts to take; empty for those of the components chosen so far
   * @param everyHost the hosts that there are, for when nothing has been chosen
   */
  record StartSnapshotSet(RequestId request, SetId set, Set<HostId> hosts, Set<HostId> everyHost)
      implements Verb {
    public StartSnapshotSet {
      hosts = Sorted.set(hosts);
      everyHost = Sorted.set(everyHost);
    }
  }

  /**
   * Make a volume a member of the set.
   *
   * @param provider the provider that must copy it, or none to let the best one do it
   * @param candidates the providers of the volume's host
   */
  record AddToSnapshotSet(
      RequestId request, Volume volume, Optional<ProviderId> provider, List<Candidate> candidates)
      implements Verb {
    public AddToSnapshotSet {
      candidates = List.copyOf(candidates);
    }
  }

  /** Tell the writers what will be backed up. */
  record PrepareForBackup(RequestId request) implements Verb {}

  /** Say how the writers answered last. */
  record GatherWriterStatus(RequestId request) implements Verb {}

  /** Create the set. */
  record DoSnapshotSet(RequestId request) implements Verb {}

  /** Say what copies the set has. */
  record GetSnapshotProperties(RequestId request) implements Verb {}

  /**
   * Say whether a component was stored.
   *
   * @param carried the same for what was carried along below it
   */
  record SetBackupSucceeded(
      RequestId request,
      ComponentId component,
      boolean succeeded,
      Map<ComponentId, Boolean> carried)
      implements Verb {
    public SetBackupSucceeded {
      carried = Sorted.map(carried);
    }
  }

  /** Tell the writers that the backup is stored. */
  record BackupComplete(RequestId request) implements Verb {}

  /** Give the backup up and bring every writer back to normal running. */
  record AbortBackup(RequestId request) implements Verb {}

  /** Delete these copies, or with an empty list the whole set; no writer hears of it. */
  record DeleteSnapshots(RequestId request, List<SnapshotId> snapshots) implements Verb {
    public DeleteSnapshots {
      snapshots = List.copyOf(snapshots);
    }
  }

  /**
   * Keep the set from being deleted until it is unpinned; the last reason counts.
   *
   * @param reason for whoever wonders why it is still there, in one line
   */
  record PinSet(RequestId request, String reason) implements Verb {
    /** Long enough for a name and a ticket, short enough for a column of a table. */
    public static final int REASON_MAX = 200;

    public PinSet {
      Visible.checkLine("a reason", reason, REASON_MAX);
    }
  }

  /** Let the set be deleted again. */
  record UnpinSet(RequestId request) implements Verb {}

  /** Keep with the set what its verification came to; the last word counts. */
  record RecordVerification(RequestId request, Verification verification) implements Verb {}

  /** Be done with the session. */
  record Release(RequestId request) implements Verb {}

  /** Say how a call stands that answers later. */
  record QueryStatus(RequestId request, RequestId asked) implements Verb {}

  /** Give up a call that answers later. */
  record Cancel(RequestId request, RequestId cancelled) implements Verb {}

  /** The requester is there. */
  record KeepAlive(RequestId request) implements Verb {}

  /** A writer has answered. */
  record WriterSaid(WriterReply reply) implements SessionInput {}

  /** A provider has answered. */
  record ProviderSaid(ProviderReply reply) implements SessionInput {}

  /** A creation slot has answered. */
  record SlotSaid(SlotReply reply) implements SessionInput {}

  /** A creation slot asks whether we still need it. */
  record SlotQuestioned(HostId host, SlotEpoch slot) implements SessionInput {}

  /** A provider found copies of a set and asks whether it lives. */
  record FateAsked(ProviderId provider, SetId set) implements SessionInput {}

  /** The freeze window is over; the keeper hands its report in until it is journaled. */
  record WindowReported(WindowReport report) implements SessionInput {}

  /** A timer of this session is due. */
  record TimerDue(SessionTimer timer) implements SessionInput {}

  /** A host cannot be reached. */
  record HostLost(HostId host, Fault fault) implements SessionInput {}

  /** A coordinator has just recovered this session and speaks for it from now on. */
  record TakeOver() implements SessionInput {}
}
