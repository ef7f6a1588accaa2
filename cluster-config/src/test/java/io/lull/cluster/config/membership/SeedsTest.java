package io.lull.cluster.config.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cluster.config.settings.NodeAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeedsTest {
  private static final NodeAddress SELF = new NodeAddress("10.0.0.1", 7355);

  private static List<String> seeds(int nodes, String... addresses) {
    return Seeds.of(List.of(addresses), SELF, nodes).stream().map(NodeAddress::toString).toList();
  }

  @Test
  void with_enough_addresses_all_have_the_same_first_node() {
    assertThat(seeds(2, "10.0.0.2", "10.0.0.1")).containsExactly("10.0.0.1:7355", "10.0.0.2:7355");
    assertThat(seeds(1, "10.0.0.1")).containsExactly("10.0.0.1:7355");
  }

  @Test
  void with_fewer_a_node_may_join_but_not_begin() {
    assertThat(seeds(3, "10.0.0.1", "10.0.0.2")).containsExactly("10.0.0.2:7355");
    assertThat(seeds(2, "10.0.0.1")).isEmpty();
    assertThat(seeds(2)).isEmpty();
  }
}
