package io.lull.wire;

import io.lull.protocol.stream.session.StreamSessionEffect;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.stream.session.StreamSessionInput;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamVerb;
import java.util.List;

/** The names of all that the session of a stream hears, does and says. */
final class StreamSessionNames {
  static final Family<StreamSessionEvent> EVENTS =
      Family.of(StreamSessionEvent.class)
          .with("backup-asked", StreamSessionEvent.BackupAsked.class)
          .with("stream-reported", StreamSessionEvent.StreamReported.class)
          .with("backup-failed", StreamSessionEvent.BackupFailed.class)
          .with("backup-stored", StreamSessionEvent.BackupStored.class)
          .with("backup-aborted", StreamSessionEvent.BackupAborted.class)
          .with("requester-gone", StreamSessionEvent.RequesterGone.class);

  static final Family<StreamSessionInput> INPUTS =
      Family.of(StreamSessionInput.class)
          .with("begin-backup", StreamVerb.BeginBackup.class)
          .with("pass-on", StreamVerb.PassOn.class)
          .with("confirm-stored", StreamVerb.ConfirmStored.class)
          .with("abort-backup", StreamVerb.AbortBackup.class)
          .with("host-said", StreamSessionInput.HostSaid.class)
          .with("host-reported", StreamSessionInput.HostReported.class)
          .with("host-lost", StreamSessionInput.HostLost.class)
          .with("limit-passed", StreamSessionInput.LimitPassed.class);

  static final Family<StreamSessionEffect> EFFECTS =
      Family.of(StreamSessionEffect.class)
          .with("ask-host", StreamSessionEffect.AskHost.class)
          .with("pass-to-host", StreamSessionEffect.PassToHost.class)
          .with("tell-host", StreamSessionEffect.TellHost.class)
          .with("start-stream-timer", StreamSessionEffect.StartStreamTimer.class);

  static final Family<StreamSessionReply> REPLIES =
      Family.of(StreamSessionReply.class)
          .with("backup-begun", StreamSessionReply.BackupBegun.class)
          .with("stored", StreamSessionReply.Stored.class)
          .with("backup-given-up", StreamSessionReply.BackupGivenUp.class)
          .with("refused", StreamSessionReply.Refused.class);

  static final List<Family<?>> ALL = List.of(EVENTS, INPUTS, EFFECTS, REPLIES);

  private StreamSessionNames() {}
}
