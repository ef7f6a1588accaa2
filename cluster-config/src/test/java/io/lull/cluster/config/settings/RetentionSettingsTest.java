package io.lull.cluster.config.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.lull.protocol.retention.RetentionPolicy;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetentionSettingsTest {
  private static RetentionSettings read(String own) {
    return NodeSettings.of(ConfigFactory.parseString("lull.retention { " + own + " }")).retention();
  }

  @Test
  void nobody_has_said_what_stays_unless_he_has() {
    assertThat(read("").policy()).isEqualTo(RetentionPolicy.NONE);
    assertThat(read("").zone()).isEqualTo(ZoneId.of("UTC"));
  }

  @Test
  void what_is_said_is_read() {
    RetentionSettings all =
        read(
            "last = 1, within = 2 days, hourly = 3, daily = 4, weekly = 5, monthly = 6, yearly = 7,"
                + " zone = Europe/Berlin");

    assertThat(all.policy()).isEqualTo(new RetentionPolicy(1, Duration.ofDays(2), 3, 4, 5, 6, 7));
    assertThat(all.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
  }

  @ParameterizedTest
  @CsvSource({
    "last = -1, 'lull.retention.last: expected a number of 0 to 10000, but it is -1'",
    "daily = 10001, 'lull.retention.daily: expected a number of 0 to 10000, but it is 10001'",
    "weekly = some, 'lull.retention.weekly: expected a number, but it is some'",
    "within = 7, 'lull.retention.within: expected a time with its unit, but it is 7'",
    "within = -1 s, 'lull.retention.within: expected a time of 0 to 36525 days, but it is -1 s'",
    "within = 36526 d, 'lull.retention.within: expected a time of 0 to 36525 days'",
    "zone = Atlantis, 'lull.retention.zone: expected a time zone such as UTC'",
    "zone = '', 'lull.retention.zone: expected a time zone such as UTC'",
    "dayly = 7, 'did you mean lull.retention.daily'",
  })
  void what_cannot_be_is_refused(String own, String problem) {
    assertThatThrownBy(() -> read(own))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(problem);
  }
}
