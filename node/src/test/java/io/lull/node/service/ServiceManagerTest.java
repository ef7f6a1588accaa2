package io.lull.node.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceManagerTest {
  private static final long SELF = 17;

  @Test
  void nobody_is_told_where_nobody_asks() {
    assertThat(ServiceManager.of(Map.of(), SELF)).isEmpty();
    assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", ""), SELF)).isEmpty();
  }

  @Test
  void a_watchdog_counts_in_microseconds_and_for_the_process_that_it_names() {
    assertThat(ServiceManager.watchdog(Map.of(), SELF)).isEmpty();
    assertThat(ServiceManager.watchdog(Map.of("WATCHDOG_USEC", "30000000"), SELF))
        .contains(Duration.ofSeconds(30));
    assertThat(
            ServiceManager.watchdog(
                Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "17"), SELF))
        .contains(Duration.ofSeconds(30));
    assertThat(
            ServiceManager.watchdog(
                Map.of("WATCHDOG_USEC", "30000000", "WATCHDOG_PID", "18"), SELF))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "soon", "99999999999999999999"})
  void a_watchdog_that_is_no_time_is_refused(String microseconds) {
    assertThatThrownBy(() -> ServiceManager.watchdog(Map.of("WATCHDOG_USEC", microseconds), SELF))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a positive number of microseconds");
  }
}
