package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamReply;
import java.util.Map;
import java.util.TreeMap;

final class AStoppedServiceBeginsNothing implements StreamInvariant {
  private final Map<InstanceId, Integer> barred = new TreeMap<>();

  @Override
  public String promise() {
    return "Once StopService was answered nothing begins on the instance until its host "
        + "lives a new life, and an End still frees it.";
  }

  @Override
  public void see(StreamFact fact, StreamWorld world) {
    if (fact instanceof StreamFact.Decided decided) {
      boolean bars = barred.getOrDefault(decided.instance(), 0) == decided.life();
      require(
          !bars
              || (decided.event(StreamEvent.StreamBegun.class).isEmpty()
                  && decided.event(StreamEvent.SnapshotTook.class).isEmpty()),
          "it begins although its service was stopped: " + decided.input());
      if (decided.reply(StreamReply.ServiceStopped.class).isPresent()) {
        barred.put(decided.instance(), decided.life());
      }
    }
  }
}
