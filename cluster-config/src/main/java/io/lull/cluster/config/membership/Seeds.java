package io.lull.cluster.config.membership;

import io.lull.cluster.config.settings.NodeAddress;
import java.util.List;

/** Whom to join, out of the addresses that a name has. */
final class Seeds {
  private Seeds() {}

  /**
   * The nodes to join, in the same order on every node. Only the first of them may begin a cluster,
   * and only if it is among them itself.
   *
   * <p>As long as the name has fewer addresses than there are to be nodes, this node is left out:
   * it may join those who have begun, but a node that sees only itself must not begin.
   */
  static List<NodeAddress> of(List<String> addresses, NodeAddress self, int nodes) {
    boolean enough = addresses.stream().distinct().count() >= nodes;
    return addresses.stream()
        .distinct()
        .sorted()
        .filter(address -> enough || !address.equals(self.host()))
        .map(address -> new NodeAddress(address, self.port()))
        .toList();
  }
}
