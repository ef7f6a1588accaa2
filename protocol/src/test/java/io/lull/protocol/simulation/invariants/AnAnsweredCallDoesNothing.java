package io.lull.protocol.simulation.invariants;

import io.lull.protocol.id.RequestId;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import java.util.HashMap;
import java.util.Map;

/** A requester that has its answer can rely on it, whatever the network still carries. */
public final class AnAnsweredCallDoesNothing implements Invariant {
  private final Map<RequestId, SessionReply> answers = new HashMap<>();

  @Override
  public String promise() {
    return "A copy of a call that was answered, even with a refusal, changes nothing when it comes"
        + " late.";
  }

  @Override
  public void see(Fact fact) {
    switch (fact) {
      case Fact.Replied replied when !(replied.reply() instanceof SessionReply.Pending) ->
          answers.putIfAbsent(replied.reply().request(), replied.reply());
      case Fact.Kept kept when kept.input() instanceof SessionInput.Verb verb -> {
        SessionReply answer = answers.get(verb.request());
        // To refuse it again, and to keep that this time, is no harm.
        boolean changes = !kept.events().stream().allMatch(SessionEvent.Answered.class::isInstance);
        if (answer != null && changes) {
          broken(verb + " was answered with " + answer + " and now brings " + kept.events());
        }
      }
      default -> {}
    }
  }
}
