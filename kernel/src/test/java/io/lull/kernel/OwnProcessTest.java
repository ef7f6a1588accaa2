package io.lull.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OwnProcessTest {
  @Test
  void an_administrator_is_known_by_what_the_process_may_do_now() {
    assertThat(OwnProcess.isAdministrator(List.of("Name:\tx", "CapEff:\t000001ffffffffff")))
        .isTrue();
    assertThat(OwnProcess.isAdministrator(List.of("CapEff:\t0000000000200000"))).isTrue();
    assertThat(OwnProcess.isAdministrator(List.of("CapPrm:\t0000000000200000", "CapEff:\t0")))
        .isFalse();
    assertThat(OwnProcess.isAdministrator(List.of("CapEff:\t00000000001fffff"))).isFalse();
  }
}
