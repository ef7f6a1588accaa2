package io.lull.wire.api;

import io.lull.protocol.id.HostId;
import io.lull.protocol.value.Sorted;
import java.util.List;
import java.util.SortedSet;

/**
 * What can be streamed.
 *
 * @param silent hosts that are known and did not answer in time
 */
public record InstanceViews(List<InstanceView> instances, SortedSet<HostId> silent) {
  public InstanceViews {
    instances = List.copyOf(instances);
    silent = Sorted.set(silent);
  }
}
