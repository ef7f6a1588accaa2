package io.lull.wire;

import io.lull.protocol.stream.Call;
import io.lull.protocol.stream.StreamEffect;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamReply;
import java.util.List;

/** The names of all that a streaming instance hears, does and says. */
final class StreamNames {
  static final Family<StreamEvent> EVENTS =
      Family.of(StreamEvent.class)
          .with("stream-begun", StreamEvent.StreamBegun.class)
          .with("file-finished", StreamEvent.FileFinished.class)
          .with("database-lost", StreamEvent.DatabaseLost.class)
          .with("logs-fetched", StreamEvent.LogsFetched.class)
          .with("logs-marked", StreamEvent.LogsMarked.class)
          .with("stream-stopped", StreamEvent.StreamStopped.class)
          .with("stream-ended", StreamEvent.StreamEnded.class)
          .with("epoch-taken", StreamEvent.EpochTaken.class)
          .with("call-begun", StreamEvent.CallBegun.class)
          .with("call-ended", StreamEvent.CallEnded.class)
          .with("handle-changed", StreamEvent.HandleChanged.class)
          .with("handle-closed", StreamEvent.HandleClosed.class)
          .with("service-barred", StreamEvent.ServiceBarred.class)
          .with("instance-opened", StreamEvent.InstanceOpened.class)
          .with("instance-closed", StreamEvent.InstanceClosed.class)
          .with("database-attached", StreamEvent.DatabaseAttached.class)
          .with("database-detached", StreamEvent.DatabaseDetached.class)
          .with("database-dropped", StreamEvent.DatabaseDropped.class)
          .with("snapshot-took", StreamEvent.SnapshotTook.class)
          .with("snapshot-gave-back", StreamEvent.SnapshotGaveBack.class)
          .with("full-stored", StreamEvent.FullStored.class)
          .with("truncation-ready", StreamEvent.TruncationReady.class)
          .with("truncation-done", StreamEvent.TruncationDone.class)
          .with("reports-done", StreamEvent.ReportsDone.class)
          .with("session-forgotten", StreamEvent.SessionForgotten.class)
          .with("checkpoint-set", StreamEvent.CheckpointSet.class)
          .with("logging-set", StreamEvent.LoggingSet.class);

  static final Family<StreamInput> INPUTS =
      Family.of(StreamInput.class)
          .with("begin-stream", StreamInput.BeginStream.class)
          .with("get-attach-info", StreamInput.GetAttachInfo.class)
          .with("open-file", StreamInput.OpenFile.class)
          .with("read-file", StreamInput.ReadFile.class)
          .with("close-file", StreamInput.CloseFile.class)
          .with("get-log-info", StreamInput.GetLogInfo.class)
          .with("get-truncate-log-info", StreamInput.GetTruncateLogInfo.class)
          .with("truncate-log", StreamInput.TruncateLog.class)
          .with("end-stream", StreamInput.EndStream.class)
          .with("truncation-confirmed", StreamInput.TruncationConfirmed.class)
          .with("reports-taken", StreamInput.ReportsTaken.class)
          .with("stop-backup", StreamInput.StopBackup.class)
          .with("stop-service", StreamInput.StopService.class)
          .with("start-instance", StreamInput.StartInstance.class)
          .with("terminate-instance", StreamInput.TerminateInstance.class)
          .with("attach-database", StreamInput.AttachDatabase.class)
          .with("detach-database", StreamInput.DetachDatabase.class)
          .with("drop-database", StreamInput.DropDatabase.class)
          .with("shrink-database", StreamInput.ShrinkDatabase.class)
          .with("take-for-snapshot", StreamInput.TakeForSnapshot.class)
          .with("give-back", StreamInput.GiveBack.class)
          .with("file-opened", StreamInput.FileOpened.class)
          .with("open-failed", StreamInput.OpenFailed.class)
          .with("read-ended", StreamInput.ReadEnded.class)
          .with("read-failed", StreamInput.ReadFailed.class)
          .with("logs-rolled", StreamInput.LogsRolled.class)
          .with("roll-failed", StreamInput.RollFailed.class)
          .with("stream-owner-lost", StreamInput.StreamOwnerLost.class)
          .with("checkpoint-moved", StreamInput.CheckpointMoved.class)
          .with("logging-changed", StreamInput.LoggingChanged.class);

  static final Family<StreamEffect> EFFECTS =
      Family.of(StreamEffect.class)
          .with("open-data", StreamEffect.OpenData.class)
          .with("read-data", StreamEffect.ReadData.class)
          .with("close-data", StreamEffect.CloseData.class)
          .with("roll-log", StreamEffect.RollLog.class)
          .with("mark-headers", StreamEffect.MarkHeaders.class)
          .with("delete-logs", StreamEffect.DeleteLogs.class)
          .with("report-to-session", StreamEffect.ReportToSession.class);

  static final Family<StreamReply> REPLIES =
      Family.of(StreamReply.class)
          .with("begun", StreamReply.Begun.class)
          .with("attach-info", StreamReply.AttachInfo.class)
          .with("opened", StreamReply.Opened.class)
          .with("read", StreamReply.Read.class)
          .with("closed", StreamReply.Closed.class)
          .with("log-info", StreamReply.LogInfo.class)
          .with("truncate-info", StreamReply.TruncateInfo.class)
          .with("truncated", StreamReply.Truncated.class)
          .with("ended", StreamReply.Ended.class)
          .with("stopped", StreamReply.Stopped.class)
          .with("service-stopped", StreamReply.ServiceStopped.class)
          .with("instance-started", StreamReply.InstanceStarted.class)
          .with("instance-terminated", StreamReply.InstanceTerminated.class)
          .with("permitted", StreamReply.Permitted.class)
          .with("stream-refused", StreamReply.StreamRefused.class);

  static final Family<StreamFile> FILES =
      Family.of(StreamFile.class)
          .with("database-file", StreamFile.DatabaseFile.class)
          .with("log-file", StreamFile.LogFile.class);

  static final Family<Call> CALLS =
      Family.of(Call.class)
          .with("opening", Call.Opening.class)
          .with("reading", Call.Reading.class)
          .with("rolling", Call.Rolling.class);

  static final List<Family<?>> ALL = List.of(EVENTS, INPUTS, EFFECTS, REPLIES, FILES, CALLS);

  private StreamNames() {}
}
