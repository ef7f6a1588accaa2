package io.lull.wire.api;

import io.lull.protocol.id.HostId;
import java.util.List;
import java.util.SortedSet;

/**
 * What the hosts of a cluster say of themselves.
 *
 * @param silent the hosts that are known and did not answer in time
 */
public record HostViews(List<HostView> hosts, SortedSet<HostId> silent) {
  public HostViews {
    hosts = List.copyOf(hosts);
  }
}
