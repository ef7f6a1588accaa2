package io.lull.wire;

import io.lull.protocol.restore.RestoreEffect;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestoreReply;
import io.lull.protocol.restore.RestoreTimer;
import java.util.List;

/** The names of all that a restore hears, does and says. */
final class RestoreNames {
  static final Family<RestoreEvent> EVENTS =
      Family.of(RestoreEvent.class)
          .with("restore-initialized", RestoreEvent.RestoreInitialized.class)
          .with("requester-heard", RestoreEvent.RequesterHeard.class)
          .with("component-selected", RestoreEvent.ComponentSelected.class)
          .with("component-dropped", RestoreEvent.ComponentDropped.class)
          .with("subcomponent-added", RestoreEvent.SubcomponentAdded.class)
          .with("options-set", RestoreEvent.OptionsSet.class)
          .with("additional-restores-set", RestoreEvent.AdditionalRestoresSet.class)
          .with("target-set", RestoreEvent.TargetSet.class)
          .with("mapping-added", RestoreEvent.MappingAdded.class)
          .with("file-status-set", RestoreEvent.FileStatusSet.class)
          .with("round-begun", RestoreEvent.RoundBegun.class)
          .with("writer-identified", RestoreEvent.WriterIdentified.class)
          .with("writer-absent", RestoreEvent.WriterAbsent.class)
          .with("writer-handled", RestoreEvent.WriterHandled.class)
          .with("status-told", RestoreEvent.StatusTold.class)
          .with("round-ended", RestoreEvent.RoundEnded.class)
          .with("replied", RestoreEvent.Replied.class)
          .with("epoch-taken", RestoreEvent.EpochTaken.class)
          .with("requester-lost", RestoreEvent.RequesterLost.class)
          .with("restore-released", RestoreEvent.RestoreReleased.class);

  static final Family<RestoreInput> INPUTS =
      Family.of(RestoreInput.class)
          .with("initialize-for-restore", RestoreInput.InitializeForRestore.class)
          .with("gather-writer-metadata", RestoreInput.GatherWriterMetadata.class)
          .with("set-selected-for-restore", RestoreInput.SetSelectedForRestore.class)
          .with("add-restore-subcomponent", RestoreInput.AddRestoreSubcomponent.class)
          .with("set-restore-options", RestoreInput.SetRestoreOptions.class)
          .with("set-additional-restores", RestoreInput.SetAdditionalRestores.class)
          .with("set-restore-target", RestoreInput.SetRestoreTarget.class)
          .with(
              "add-alternative-location-mapping", RestoreInput.AddAlternativeLocationMapping.class)
          .with("pre-restore", RestoreInput.PreRestore.class)
          .with("gather-writer-status", RestoreInput.GatherWriterStatus.class)
          .with("set-file-restore-status", RestoreInput.SetFileRestoreStatus.class)
          .with("post-restore", RestoreInput.PostRestore.class)
          .with("abort-backup", RestoreInput.AbortBackup.class)
          .with("release", RestoreInput.Release.class)
          .with("keep-alive", RestoreInput.KeepAlive.class)
          .with("query-status", RestoreInput.QueryStatus.class)
          .with("writer-said", RestoreInput.WriterSaid.class)
          .with("limit-passed", RestoreInput.LimitPassed.class)
          .with("host-lost", RestoreInput.HostLost.class)
          .with("take-over", RestoreInput.TakeOver.class);

  static final Family<RestoreEffect> EFFECTS =
      Family.of(RestoreEffect.class)
          .with("ask-writer", RestoreEffect.AskWriter.class)
          .with("start-timer", RestoreEffect.StartTimer.class)
          .with("cancel-timer", RestoreEffect.CancelTimer.class);

  static final Family<RestoreReply> REPLIES =
      Family.of(RestoreReply.class)
          .with("done", RestoreReply.Done.class)
          .with("pending", RestoreReply.Pending.class)
          .with("refused", RestoreReply.Refused.class)
          .with("metadata", RestoreReply.Metadata.class)
          .with("handled", RestoreReply.Handled.class)
          .with("statuses", RestoreReply.Statuses.class)
          .with("standing", RestoreReply.Standing.class);

  static final Family<RestoreTimer> TIMERS =
      Family.of(RestoreTimer.class)
          .with("round-limit", RestoreTimer.RoundLimit.class)
          .with("requester-lease", RestoreTimer.RequesterLease.class);

  static final List<Family<?>> ALL = List.of(EVENTS, INPUTS, EFFECTS, REPLIES, TIMERS);

  private RestoreNames() {}
}
