package io.lull.protocol.window;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import java.util.Set;

/** A provider that takes part in a window, and the volumes that it copies. */
public record WindowProvider(
    ProviderId id, Incarnation incarnation, SlotEpoch slot, Set<Volume> volumes) {
  public WindowProvider {
    volumes = Sorted.set(volumes);
  }
}
