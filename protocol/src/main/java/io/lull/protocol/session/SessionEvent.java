package io.lull.protocol.session;

import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.Cut;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterStep;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What happened in a session; journaled, and replayed for ever. */
public sealed interface SessionEvent {
  /** The session serves a backup under this policy. */
  record SessionOpened(Policy policy) implements SessionEvent {}

  /** The kind of copies was chosen. */
  record ContextSet(SessionContext context) implements SessionEvent {}

  /** It was said what is to be backed up. */
  record BackupStateSet(BackupState state) implements SessionEvent {}

  /** These writers are left out. */
  record WritersDisabled(Set<WriterId> writers) implements SessionEvent {
    public WritersDisabled {
      writers = Sorted.set(writers);
    }
  }

  /** A phase began in which these are waited for. */
  record RoundBegan(
      SessionPhase phase, Set<WriterId> writers, Set<ProviderId> providers, Set<HostId> slots)
      implements SessionEvent {
    public RoundBegan {
      writers = Sorted.set(writers);
      providers = Sorted.set(providers);
      slots = Sorted.set(slots);
    }

    static RoundBegan ofWriters(SessionPhase phase, Set<WriterId> writers) {
      return new RoundBegan(phase, writers, Set.of(), Set.of());
    }

    static RoundBegan ofProviders(SessionPhase phase, Set<ProviderId> providers) {
      return new RoundBegan(phase, Set.of(), providers, Set.of());
    }

    static RoundBegan ofSlots(SessionPhase phase, Set<HostId> slots) {
      return new RoundBegan(phase, Set.of(), Set.of(), slots);
    }
  }

  /** A phase began in which nobody is waited for. */
  record PhaseEntered(SessionPhase phase) implements SessionEvent {}

  /** It is known which life a host is living. */
  record IncarnationLearned(HostId host, Incarnation incarnation) implements SessionEvent {}

  /** A writer has described itself. */
  record WriterIdentified(WriterMetadata metadata) implements SessionEvent {}

  /** A writer could not describe itself and takes no part. */
  record WriterAbsent(WriterId writer, Fault fault) implements SessionEvent {}

  /** A component was chosen. */
  record ComponentAdded(ComponentId component) implements SessionEvent {}

  /** A set was begun under this id; its slots are being asked for, and may be refused. */
  record SetBegun(SetId set, SessionPhase before) implements SessionEvent {}

  /** A host's creation slot is ours. */
  record SlotTaken(HostId host, SlotEpoch slot) implements SessionEvent {}

  /** The set was given up before it had started. */
  record SetGivenUp(SetId set) implements SessionEvent {}

  /** A component or volume waits to be admitted, or for the next provider. */
  record AdmissionMoved(RequestId request, Admission admission) implements SessionEvent {}

  /** An admission is over. */
  record AdmissionEnded(RequestId request) implements SessionEvent {}

  /** A volume is a member of the set, copied by this provider, since those cannot. */
  record VolumeAdded(
      Volume volume, ProviderId provider, Incarnation incarnation, Cut cut, List<Declined> declined)
      implements SessionEvent {
    public VolumeAdded {
      declined = List.copyOf(declined);
    }
  }

  /** These components of a writer are backed up. */
  record ComponentsIncluded(WriterId writer, Set<ComponentId> components) implements SessionEvent {
    public ComponentsIncluded {
      components = Sorted.set(components);
    }
  }

  /** A writer has answered a step, or has let its limit pass. */
  record WriterAnswered(WriterId writer, WriterStep step, HandlerResult result)
      implements SessionEvent {}

  /** A provider has answered a step, or has let its limit pass. */
  record ProviderAnswered(ProviderId provider, ProviderStep step, StepResult result)
      implements SessionEvent {}

  /** The creation of the set came to this stage. */
  record StageReached(Creation.Stage stage) implements SessionEvent {}

  /** The freeze window is about to open; whom to thaw is durable from now on. */
  record WindowOpened(WindowPlan plan) implements SessionEvent {}

  /** The freeze window is over, and this is all that happened in it. */
  record WindowClosed(WindowReport report) implements SessionEvent {}

  /** The set exists and this is the evidence. */
  record SetCreated(Certificate certificate) implements SessionEvent {}

  /** The set cannot be created, or is not good enough. */
  record CreationFailed(Fault fault) implements SessionEvent {}

  /** Writers and providers are told to abort; after that comes the next phase. */
  record AbortBegun(Fault cause, SessionPhase next) implements SessionEvent {}

  /** After the abort that is under way comes another phase than was meant. */
  record AbortRedirected(SessionPhase next) implements SessionEvent {}

  /** The session owes these; it asks until they are confirmed. */
  record DutiesTaken(List<Duty> duties) implements SessionEvent {
    public DutiesTaken {
      duties = List.copyOf(duties);
    }
  }

  /** A participant has confirmed. */
  record DutyDone(Duty duty) implements SessionEvent {}

  /** The requester has said whether a component was stored. */
  record BackupMarked(ComponentId component, boolean succeeded) implements SessionEvent {}

  /** Copies are being deleted for this call. */
  record DeletionBegun(RequestId request, List<SnapshotId> snapshots) implements SessionEvent {
    public DeletionBegun {
      snapshots = List.copyOf(snapshots);
    }
  }

  /** A copy is deleted. */
  record CopyDeleted(SnapshotId snapshot) implements SessionEvent {}

  /** The deletion is over. */
  record DeletionEnded() implements SessionEvent {}

  /** The set must not be deleted, for this reason. */
  record SetPinned(String reason) implements SessionEvent {}

  /** The set may be deleted again. */
  record SetUnpinned() implements SessionEvent {}

  /** A verification of the set came to this. */
  record SetVerified(Verification verification) implements SessionEvent {}

  /** The session ends, for this reason if it was not the requester's wish. */
  record ReleaseBegun(Optional<Fault> cause) implements SessionEvent {}

  /** A recovered coordinator speaks for the session from now on. */
  record EpochTaken(Epoch epoch) implements SessionEvent {}

  /** A call waits for its answer. */
  record ErrandTaken(RequestId request, Errand errand) implements SessionEvent {}

  /** A call was answered. */
  record Answered(SessionReply reply) implements SessionEvent {}
}
