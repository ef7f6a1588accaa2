package io.lull.wire;

import io.lull.protocol.session.Admission;
import io.lull.protocol.session.Duty;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.session.SessionTimer;
import java.util.List;

/** The names of all that a backup session hears, does and says. */
final class SessionNames {
  static final Family<SessionEvent> EVENTS =
      Family.of(SessionEvent.class)
          .with("session-opened", SessionEvent.SessionOpened.class)
          .with("context-set", SessionEvent.ContextSet.class)
          .with("backup-state-set", SessionEvent.BackupStateSet.class)
          .with("writers-disabled", SessionEvent.WritersDisabled.class)
          .with("round-began", SessionEvent.RoundBegan.class)
          .with("phase-entered", SessionEvent.PhaseEntered.class)
          .with("incarnation-learned", SessionEvent.IncarnationLearned.class)
          .with("writer-identified", SessionEvent.WriterIdentified.class)
          .with("writer-absent", SessionEvent.WriterAbsent.class)
          .with("component-added", SessionEvent.ComponentAdded.class)
          .with("set-begun", SessionEvent.SetBegun.class)
          .with("slot-taken", SessionEvent.SlotTaken.class)
          .with("set-given-up", SessionEvent.SetGivenUp.class)
          .with("admission-moved", SessionEvent.AdmissionMoved.class)
          .with("admission-ended", SessionEvent.AdmissionEnded.class)
          .with("volume-added", SessionEvent.VolumeAdded.class)
          .with("components-included", SessionEvent.ComponentsIncluded.class)
          .with("writer-answered", SessionEvent.WriterAnswered.class)
          .with("provider-answered", SessionEvent.ProviderAnswered.class)
          .with("stage-reached", SessionEvent.StageReached.class)
          .with("window-opened", SessionEvent.WindowOpened.class)
          .with("window-closed", SessionEvent.WindowClosed.class)
          .with("set-created", SessionEvent.SetCreated.class)
          .with("creation-failed", SessionEvent.CreationFailed.class)
          .with("abort-begun", SessionEvent.AbortBegun.class)
          .with("abort-redirected", SessionEvent.AbortRedirected.class)
          .with("duties-taken", SessionEvent.DutiesTaken.class)
          .with("duty-done", SessionEvent.DutyDone.class)
          .with("backup-marked", SessionEvent.BackupMarked.class)
          .with("deletion-begun", SessionEvent.DeletionBegun.class)
          .with("copy-deleted", SessionEvent.CopyDeleted.class)
          .with("deletion-ended", SessionEvent.DeletionEnded.class)
          .with("set-pinned", SessionEvent.SetPinned.class)
          .with("set-unpinned", SessionEvent.SetUnpinned.class)
          .with("set-verified", SessionEvent.SetVerified.class)
          .with("release-begun", SessionEvent.ReleaseBegun.class)
          .with("epoch-taken", SessionEvent.EpochTaken.class)
          .with("errand-taken", SessionEvent.ErrandTaken.class)
          .with("answered", SessionEvent.Answered.class);

  static final Family<SessionInput> INPUTS =
      Family.of(SessionInput.class)
          .with("initialize-for-backup", SessionInput.InitializeForBackup.class)
          .with("set-context", SessionInput.SetContext.class)
          .with("set-backup-state", SessionInput.SetBackupState.class)
          .with("disable-writers", SessionInput.DisableWriters.class)
          .with("gather-writer-metadata", SessionInput.GatherWriterMetadata.class)
          .with("add-component", SessionInput.AddComponent.class)
          .with("start-snapshot-set", SessionInput.StartSnapshotSet.class)
          .with("add-to-snapshot-set", SessionInput.AddToSnapshotSet.class)
          .with("prepare-for-backup", SessionInput.PrepareForBackup.class)
          .with("gather-writer-status", SessionInput.GatherWriterStatus.class)
          .with("do-snapshot-set", SessionInput.DoSnapshotSet.class)
          .with("get-snapshot-properties", SessionInput.GetSnapshotProperties.class)
          .with("set-backup-succeeded", SessionInput.SetBackupSucceeded.class)
          .with("backup-complete", SessionInput.BackupComplete.class)
          .with("abort-backup", SessionInput.AbortBackup.class)
          .with("delete-snapshots", SessionInput.DeleteSnapshots.class)
          .with("pin-set", SessionInput.PinSet.class)
          .with("unpin-set", SessionInput.UnpinSet.class)
          .with("record-verification", SessionInput.RecordVerification.class)
          .with("release", SessionInput.Release.class)
          .with("query-status", SessionInput.QueryStatus.class)
          .with("cancel", SessionInput.Cancel.class)
          .with("keep-alive", SessionInput.KeepAlive.class)
          .with("writer-said", SessionInput.WriterSaid.class)
          .with("provider-said", SessionInput.ProviderSaid.class)
          .with("slot-said", SessionInput.SlotSaid.class)
          .with("slot-questioned", SessionInput.SlotQuestioned.class)
          .with("fate-asked", SessionInput.FateAsked.class)
          .with("window-reported", SessionInput.WindowReported.class)
          .with("timer-due", SessionInput.TimerDue.class)
          .with("host-lost", SessionInput.HostLost.class)
          .with("take-over", SessionInput.TakeOver.class);

  static final Family<SessionEffect> EFFECTS =
      Family.of(SessionEffect.class)
          .with("ask-writer", SessionEffect.AskWriter.class)
          .with("ask-provider", SessionEffect.AskProvider.class)
          .with("ask-slot", SessionEffect.AskSlot.class)
          .with("tell-fate", SessionEffect.TellFate.class)
          .with("open-window", SessionEffect.OpenWindow.class)
          .with("abort-window", SessionEffect.AbortWindow.class)
          .with("defer", SessionEffect.Defer.class)
          .with("start-timer", SessionEffect.StartTimer.class)
          .with("cancel-timer", SessionEffect.CancelTimer.class);

  static final Family<SessionReply> REPLIES =
      Family.of(SessionReply.class)
          .with("done", SessionReply.Done.class)
          .with("pending", SessionReply.Pending.class)
          .with("refused", SessionReply.Refused.class)
          .with("metadata", SessionReply.Metadata.class)
          .with("set-started", SessionReply.SetStarted.class)
          .with("volume-added", SessionReply.VolumeAdded.class)
          .with("statuses", SessionReply.Statuses.class)
          .with("set-created", SessionReply.SetCreated.class)
          .with("properties", SessionReply.Properties.class)
          .with("aborted", SessionReply.Aborted.class)
          .with("deleted", SessionReply.Deleted.class);

  static final Family<SessionTimer> TIMERS =
      Family.of(SessionTimer.class)
          .with("round-limit", SessionTimer.RoundLimit.class)
          .with("admission-limit", SessionTimer.AdmissionLimit.class)
          .with("deletion-limit", SessionTimer.DeletionLimit.class)
          .with("retry-duties", SessionTimer.RetryDuties.class)
          .with("requester-lease", SessionTimer.RequesterLease.class);

  static final Family<Duty> DUTIES =
      Family.of(Duty.class)
          .with("abort-writer", Duty.AbortWriter.class)
          .with("abort-provider", Duty.AbortProvider.class)
          .with("delete-copies", Duty.DeleteCopies.class)
          .with("shut-down-writer", Duty.ShutDownWriter.class)
          .with("give-back-slot", Duty.GiveBackSlot.class);

  static final Family<Admission> ADMISSIONS =
      Family.of(Admission.class)
          .with("of-component", Admission.OfComponent.class)
          .with("of-volume", Admission.OfVolume.class);

  static final List<Family<?>> ALL =
      List.of(EVENTS, INPUTS, EFFECTS, REPLIES, TIMERS, DUTIES, ADMISSIONS);

  private SessionNames() {}
}
