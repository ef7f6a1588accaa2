package io.lull.protocol.stream.session;

import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.session.StreamSessionEffect.TellHost;
import io.lull.protocol.stream.session.StreamSessionEvent.StreamReported;
import io.lull.protocol.stream.session.StreamSessionInput.HostReported;
import io.lull.protocol.stream.session.StreamSessionReply.BackupBegun;
import io.lull.protocol.stream.session.StreamSessionReply.BackupGivenUp;
import io.lull.protocol.stream.session.StreamSessionReply.Refused;
import io.lull.protocol.stream.session.StreamSessionReply.Stored;
import io.lull.protocol.table.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What a session makes of what its host reports. */
final class ReportedRules {
  private ReportedRules() {}

  /** The journal never heard of it, so nobody will end it, nor take what it says. */
  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> unknown(
      StreamSession session, HostReported report, Instant now) {
    StreamEvent.Journaled event = report.report().event();
    return Decision.effect(
        new TellHost(
            report.host(),
            new StreamInput.StreamOwnerLost(event.instance(), event.stamp().session())));
  }

  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> reported(
      StreamSession session, HostReported report, Instant now) {
    if (isKept(session, report)) {
      return Decision.effect(taken(session, session.reported()));
    }
    if (!isNext(session, report)) {
      return Decision.nothing();
    }
    StreamEvent.Journaled event = report.report().event();
    List<StreamSessionEffect> effects = new ArrayList<>();
    effects.add(taken(session, report.report().number()));
    List<StreamSessionReply> replies = new ArrayList<>();
    if (event instanceof StreamEvent.StreamBegun) {
      replies.add(new BackupBegun(session.begun().request(), session.begun().stamp()));
    }
    if (event instanceof StreamEvent.StreamEnded ended) {
      ended(session, ended.outcome(), effects, replies);
    }
    return new Decision<>(
        List.of(new StreamReported(report.report().number(), event)), effects, replies);
  }

  /** Who waited for the end hears what it is; a stream that was stored before is safe now. */
  private static void ended(
      StreamSession session,
      StreamOutcome outcome,
      List<StreamSessionEffect> effects,
      List<StreamSessionReply> replies) {
    // Somebody may have been told that nothing comes of it while its reader ended it.
    boolean completed = outcome == StreamOutcome.COMPLETED && session.aborted().isEmpty();
    if (completed && session.stored().isPresent()) {
      effects.add(StreamSessionRules.confirmation(session));
    } else if (completed) {
      effects.add(StreamSessionRules.waiting(session.begun()));
    } else if (outcome == StreamOutcome.COMPLETED) {
      effects.add(StreamSessionRules.lost(session.begun()));
    }
    session
        .stored()
        .ifPresent(
            request ->
                replies.add(
                    completed
                        ? new Stored(request)
                        : new Refused(request, StreamSessionRules.notCompleted(session, outcome))));
    session.aborted().ifPresent(request -> replies.add(new BackupGivenUp(request)));
  }

  /** A stream that its session has given up for lost still runs: it is ended, and its end kept. */
  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> reportedLate(
      StreamSession session, HostReported report, Instant now) {
    StreamEvent.Journaled event = report.report().event();
    boolean kept = isKept(session, report);
    if (!kept && !isNext(session, report)) {
      return Decision.nothing();
    }
    List<StreamSessionEffect> effects = new ArrayList<>();
    effects.add(taken(session, kept ? session.reported() : report.report().number()));
    if (session.account().outcome().isEmpty() && !(event instanceof StreamEvent.StreamEnded)) {
      effects.add(StreamSessionRules.lost(session.begun()));
    }
    return kept
        ? new Decision<>(List.of(), effects, List.of())
        : new Decision<>(
            List.of(new StreamReported(report.report().number(), event)), effects, List.of());
  }

  private static boolean isKept(StreamSession session, HostReported report) {
    return isOurs(session, report) && report.report().number() <= session.reported();
  }

  /**
   * Whether nothing was lost on the way: an instance has one stream at a time, so its reports about
   * one have numbers without a gap. One that comes too soon will be told again.
   */
  private static boolean isNext(StreamSession session, HostReported report) {
    return isOurs(session, report)
        && (session.reported() == 0
            ? report.report().event() instanceof StreamEvent.StreamBegun
            : report.report().number() == session.reported() + 1);
  }

  private static boolean isOurs(StreamSession session, HostReported report) {
    return report.host().equals(session.begun().host())
        && report.report().event().stamp().equals(session.begun().stamp());
  }

  private static TellHost taken(StreamSession session, long number) {
    return new TellHost(
        session.begun().host(),
        new StreamInput.ReportsTaken(session.begun().instance(), session.begun().stamp(), number));
  }
}
