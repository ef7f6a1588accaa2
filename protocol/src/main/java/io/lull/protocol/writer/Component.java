package io.lull.protocol.writer;

import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import java.util.Set;

/**
 * A named group of a writer's data.
 *
 * @param volumes all volumes that its files lie on
 * @param selectable whether a requester may pick it by itself for a backup
 * @param restorable whether it may be restored by itself although it was carried along
 */
public record Component(
    ComponentId id, Set<Volume> volumes, boolean selectable, boolean restorable) {
  public Component {
    volumes = Sorted.set(volumes);
  }
}
