package io.lull.protocol.stream.session;

import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import java.time.Instant;
import java.util.List;

/** The session of a stream; its rules are the rows of {@link StreamSessionTable}. */
public final class StreamSessionMachine
    implements Machine<
        StreamSession,
        StreamSessionInput,
        Instant,
        StreamSessionEvent,
        StreamSessionEffect,
        StreamSessionReply> {
  @Override
  public Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> decide(
      StreamSession session, StreamSessionInput input, Instant now) {
    return StreamSessionTable.TABLE.decide(session.phase(), session, input, now);
  }

  @Override
  public StreamSession apply(StreamSession session, StreamSessionEvent event) {
    return switch (event) {
      case StreamSessionEvent.BackupAsked e -> session.with(e);
      case StreamSessionEvent.StreamReported e -> reported(session, e);
      case StreamSessionEvent.BackupFailed e -> session.failed(e.fault());
      case StreamSessionEvent.BackupStored e -> session.stored(e.request());
      case StreamSessionEvent.BackupAborted e -> session.aborted(e.request());
      case StreamSessionEvent.RequesterGone e -> session.failed(e.fault());
    };
  }

  private static StreamSession reported(
      StreamSession session, StreamSessionEvent.StreamReported report) {
    StreamAccount said = session.account().after(report.event());
    // What is over stays so, whatever is still said of it.
    StreamSessionPhase next =
        session.phase() == StreamSessionPhase.OVER
            ? StreamSessionPhase.OVER
            : said.phase(session.isSettled());
    return session.reported(report.number(), said, next);
  }

  @Override
  public List<StreamSessionEffect> outstanding(StreamSession session, Instant now) {
    return StreamSessionRules.outstanding(session);
  }
}
