package io.lull.protocol.simulation.invariants;

import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Fact.Speaker;
import io.lull.protocol.simulation.Invariant;
import java.util.HashMap;
import java.util.Map;

/** R7: an epoch says who spoke. */
public final class EpochsAreNeverReused implements Invariant {
  private final Map<Attempt, Life> speakers = new HashMap<>();

  private record Attempt(SessionId session, Epoch epoch) {}

  private record Life(String node, int life) {}

  @Override
  public String promise() {
    return "Two lives of coordinators never speak for a session under one epoch; a recovered one"
        + " only repeats, before it takes its own, what its predecessor had to say.";
  }

  @Override
  public void see(Fact fact) {
    switch (fact) {
      case Fact.WriterAsked asked -> spoke(asked.speaker(), asked.request().stamp().epoch());
      case Fact.ProviderAsked asked -> spoke(asked.speaker(), asked.request().stamp().epoch());
      default -> {}
    }
  }

  private void spoke(Speaker speaker, Epoch epoch) {
    if (!speaker.recovering()) {
      Life life = new Life(speaker.node(), speaker.life());
      Life first = speakers.putIfAbsent(new Attempt(speaker.session(), epoch), life);
      if (first != null && !first.equals(life)) {
        broken(life + " speaks for " + speaker.session() + " in epoch " + epoch + " of " + first);
      }
    }
  }
}
