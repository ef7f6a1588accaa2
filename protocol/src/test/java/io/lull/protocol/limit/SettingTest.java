package io.lull.protocol.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingTest {
  @Test
  void there_are_few_enough_settings_to_know_them_all() {
    assertThat(Setting.values()).hasSizeLessThanOrEqualTo(30);
  }

  @ParameterizedTest
  @EnumSource
  void the_key_is_the_name_in_kebab_case_and_is_found_again(Setting setting) {
    assertThat(setting.key().toUpperCase(Locale.ROOT).replace('-', '_')).isEqualTo(setting.name());
    assertThat(Setting.ofKey(setting.key())).contains(setting);
    assertThat(Setting.ofKey(setting.name())).isEmpty();
  }

  /** Two accessors that read one setting would be a bug that no default shows. */
  @ParameterizedTest
  @EnumSource
  void the_accessor_of_its_name_reads_it(Setting setting) throws ReflectiveOperationException {
    StringBuilder accessor = new StringBuilder();
    for (String part : setting.key().split("-", -1)) {
      accessor.append(
          accessor.isEmpty() ? part : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    Object marked = setting.unit() == Setting.Unit.COUNT ? (Object) 17 : Duration.ofMillis(17);
    Limits limits =
        setting.unit() == Setting.Unit.COUNT
            ? Limits.defaults().with(setting, 17)
            : Limits.defaults().with(setting, Duration.ofMillis(17));
    assertThat(Limits.class.getMethod(accessor.toString()).invoke(limits)).isEqualTo(marked);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0 s",
    "PT0.001S, 1 ms",
    "PT1.5S, 1500 ms",
    "PT5S, 5 s",
    "PT90S, 90 s",
    "PT60S, 1 min",
    "PT3M, 3 min",
    "PT1H, 1 h",
    "PT24H, 1 day",
    "PT168H, 7 days",
    "PT-5S, -5 s",
    "PT0.000000001S, PT0.000000001S"
  })
  void a_time_reads_in_the_largest_unit_that_is_exact(Duration time, String text) {
    assertThat(Times.text(time)).isEqualTo(text);
  }
}
