package io.lull.provider.btrfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RightsTest {
  @Test
  void an_administrator_is_known_by_the_effective_capabilities() {
    assertThat(Rights.hasSysAdmin(List.of("Name:\tx", "CapEff:\t000001ffffffffff"))).isTrue();
    assertThat(Rights.hasSysAdmin(List.of("CapEff:\t0000000000200000"))).isTrue();
    assertThat(Rights.hasSysAdmin(List.of("CapPrm:\t0000000000200000", "CapEff:\t0"))).isFalse();
    assertThat(Rights.hasSysAdmin(List.of("CapEff:\t00000000001fffff"))).isFalse();
  }
}
