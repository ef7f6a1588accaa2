package io.lull.protocol.stream;

import io.lull.protocol.stream.StreamEffect.ReportToSession;
import io.lull.protocol.stream.StreamInput.ReportsTaken;
import io.lull.protocol.stream.StreamInput.StreamOwnerLost;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import java.util.ArrayList;
import java.util.List;

/** How a session hears what happened to its stream, however long it cannot be reached. */
final class ReportRules {
  private ReportRules() {}

  /** Adds the report of every event that the session journals. */
  static Decision<StreamEvent, StreamEffect, StreamReply> reported(
      StreamHost host, Decision<StreamEvent, StreamEffect, StreamReply> decision) {
    List<StreamEffect> effects = new ArrayList<>(decision.effects());
    long number = host.reported();
    for (StreamEvent event : decision.events()) {
      if (event instanceof StreamEvent.Journaled journaled) {
        number++;
        effects.add(new ReportToSession(new SessionReport(number, journaled)));
      }
    }
    return new Decision<>(decision.events(), effects, decision.replies());
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> taken(
      StreamHost host, ReportsTaken taken, Uptime now) {
    return Decision.event(
        new StreamEvent.ReportsDone(taken.instance(), taken.stamp().session(), taken.number()));
  }

  /** Nobody will take its reports any more, nor confirm that its stream is safe. */
  static Decision<StreamEvent, StreamEffect, StreamReply> forget(
      StreamHost host, StreamOwnerLost report, Uptime now) {
    return Decision.event(new StreamEvent.SessionForgotten(report.instance(), report.session()));
  }
}
