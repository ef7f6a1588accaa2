package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.StreamEvent;
import java.util.Map;
import java.util.TreeMap;

final class OneUseAtATime implements StreamInvariant {
  private final Map<InstanceId, String> holders = new TreeMap<>();
  private final Map<InstanceId, Integer> lives = new TreeMap<>();

  @Override
  public String promise() {
    return "Of all streams and snapshots at most one has an instance: none begins between "
        + "the Begin or Permitted of another and its end.";
  }

  @Override
  public void see(StreamFact fact, StreamWorld world) {
    if (fact instanceof StreamFact.Decided decided) {
      InstanceId id = decided.instance();
      Integer before = lives.put(id, decided.life());
      if (before == null || before != decided.life()) {
        holders.remove(id);
      }
      for (StreamEvent event : decided.decision().events()) {
        switch (event) {
          case StreamEvent.StreamBegun begun -> take(id, "stream " + begun.stamp().session());
          case StreamEvent.SnapshotTook took -> take(id, "snapshot " + took.set());
          case StreamEvent.StreamEnded ended -> free(id, "stream " + ended.stamp().session());
          case StreamEvent.SnapshotGaveBack _ -> free(id, "snapshot");
          default -> {}
        }
      }
    }
  }

  private void take(InstanceId id, String who) {
    String holder = holders.put(id, who);
    require(holder == null, who + " takes instance " + id + ", which " + holder + " has");
  }

  private void free(InstanceId id, String who) {
    String holder = holders.remove(id);
    require(
        holder != null && holder.startsWith(who), who + " frees " + id + ", which has " + holder);
  }
}
