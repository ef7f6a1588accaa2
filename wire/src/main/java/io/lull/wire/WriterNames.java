package io.lull.wire;

import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterEvent;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import java.util.List;

/** The names of all that a writer hears, does and says. */
final class WriterNames {
  static final Family<WriterEvent> EVENTS =
      Family.of(WriterEvent.class)
          .with("session-opened", WriterEvent.SessionOpened.class)
          .with("epoch-raised", WriterEvent.EpochRaised.class)
          .with("handler-called", WriterEvent.HandlerCalled.class)
          .with("request-repeated", WriterEvent.RequestRepeated.class)
          .with("step-answered", WriterEvent.StepAnswered.class)
          .with("answer-repeated", WriterEvent.AnswerRepeated.class)
          .with("step-failed", WriterEvent.StepFailed.class)
          .with("abort-begun", WriterEvent.AbortBegun.class)
          .with("abort-handled", WriterEvent.AbortHandled.class)
          .with("session-aborted", WriterEvent.SessionAborted.class)
          .with("shutdown-postponed", WriterEvent.ShutdownPostponed.class)
          .with("session-buried", WriterEvent.SessionBuried.class)
          .with("hold-opened", WriterEvent.HoldOpened.class)
          .with("hold-begun", WriterEvent.HoldBegun.class)
          .with("freeze-ended", WriterEvent.FreezeEnded.class)
          .with("thaw-taken", WriterEvent.ThawTaken.class)
          .with("release-asked", WriterEvent.ReleaseAsked.class)
          .with("release-answered", WriterEvent.ReleaseAnswered.class)
          .with("hold-ended", WriterEvent.HoldEnded.class)
          .with("log-kept", WriterEvent.LogKept.class)
          .with("log-handed-over", WriterEvent.LogHandedOver.class);

  static final Family<WriterInput> INPUTS =
      Family.of(WriterInput.class)
          .with("identify", WriterInput.Identify.class)
          .with("prepare-for-backup", WriterInput.PrepareForBackup.class)
          .with("prepare-for-snapshot", WriterInput.PrepareForSnapshot.class)
          .with("freeze", WriterInput.Freeze.class)
          .with("thaw", WriterInput.Thaw.class)
          .with("post-snapshot", WriterInput.PostSnapshot.class)
          .with("backup-complete", WriterInput.BackupComplete.class)
          .with("abort", WriterInput.Abort.class)
          .with("backup-shutdown", WriterInput.BackupShutdown.class)
          .with("gather-status", WriterInput.GatherStatus.class)
          .with("pre-restore", WriterInput.PreRestore.class)
          .with("post-restore", WriterInput.PostRestore.class)
          .with("described", WriterInput.Described.class)
          .with("handler-ended", WriterInput.HandlerEnded.class)
          .with("freeze-handled", WriterInput.FreezeHandled.class)
          .with("hold-released", WriterInput.HoldReleased.class)
          .with("release-failed", WriterInput.ReleaseFailed.class)
          .with("handler-overdue", WriterInput.HandlerOverdue.class)
          .with("lease-due", WriterInput.LeaseDue.class)
          .with("collect-abandoned", WriterInput.CollectAbandoned.class)
          .with("hold-found", WriterInput.HoldFound.class);

  static final Family<WriterEffect> EFFECTS =
      Family.of(WriterEffect.class)
          .with("describe", WriterEffect.Describe.class)
          .with("call-handler", WriterEffect.CallHandler.class)
          .with("interrupt-handler", WriterEffect.InterruptHandler.class)
          .with("arm-lease", WriterEffect.ArmLease.class)
          .with("disarm-lease", WriterEffect.DisarmLease.class)
          .with("release-hold", WriterEffect.ReleaseHold.class)
          .with("retry-release", WriterEffect.RetryRelease.class)
          .with("write-log", WriterEffect.WriteLog.class);

  static final Family<WriterReply> REPLIES =
      Family.of(WriterReply.class)
          .with("identified", WriterReply.Identified.class)
          .with("unidentified", WriterReply.Unidentified.class)
          .with("handled", WriterReply.Handled.class)
          .with("frozen", WriterReply.Frozen.class)
          .with("thawed", WriterReply.Thawed.class)
          .with("refused", WriterReply.Refused.class)
          .with("status", WriterReply.Status.class);

  static final Family<HandlerResult> RESULTS =
      Family.of(HandlerResult.class)
          .with("done", HandlerResult.Done.class)
          .with("objected", HandlerResult.Objected.class)
          .with("partial", HandlerResult.Partial.class)
          .with("failed", HandlerResult.Failed.class);

  static final List<Family<?>> ALL = List.of(EVENTS, INPUTS, EFFECTS, REPLIES, RESULTS);

  private WriterNames() {}
}
