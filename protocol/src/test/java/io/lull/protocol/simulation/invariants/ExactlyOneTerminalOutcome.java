package io.lull.protocol.simulation.invariants;

import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A call is answered once, however often it is asked. */
public final class ExactlyOneTerminalOutcome implements Invariant {
  private final Map<RequestId, SessionReply> kept = new TreeMap<>();
  private final Set<SessionId> created = new HashSet<>();

  @Override
  public String promise() {
    return "Once the answer to a call is durable, the call never gets another one, and a session"
        + " makes at most one set good.";
  }

  @Override
  public void see(Fact fact) {
    switch (fact) {
      case Fact.Kept events -> events.events().forEach(event -> see(events, event));
      case Fact.Replied replied -> {
        // A call that is answered at once is first told, in the same breath, that it is under way.
        if (replied.reply() instanceof SessionReply.Pending) {
          return;
        }
        SessionReply known = kept.get(replied.reply().request());
        if (known != null && !replied.question() && !known.equals(replied.reply())) {
          broken("after " + known + " came " + replied.reply());
        }
      }
      default -> {}
    }
  }

  private void see(Fact.Kept events, SessionEvent event) {
    if (event instanceof SessionEvent.Answered answered) {
      SessionReply known = kept.put(answered.reply().request(), answered.reply());
      if (known != null) {
        broken("after " + known + " came " + answered.reply());
      }
    } else if (event instanceof SessionEvent.SetCreated && !created.add(events.after().id())) {
      broken("session " + events.after().id() + " made a second set good");
    }
  }
}
