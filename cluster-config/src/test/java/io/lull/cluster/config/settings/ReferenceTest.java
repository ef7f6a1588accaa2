package io.lull.cluster.config.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReferenceTest {
  private static final Map<String, Reference> ALL =
      Reference.all().stream().collect(Collectors.toMap(Reference::key, Function.identity()));

  static List<Reference> settings() {
    return Reference.all();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void every_setting_says_its_unit_and_why(Reference setting) {
    assertThat(setting.unit()).as(setting.key()).isNotBlank();
    assertThat(setting.what()).isNotBlank();
    assertThat(setting.why()).isNotBlank();
  }

  @Test
  void every_setting_is_read_and_no_other() {
    Config defaults = ConfigFactory.defaultReference();
    SettingsReader reader = new SettingsReader(defaults, defaults);
    NodeSettings.read(reader);

    assertThat(reader.keysRead()).containsExactlyInAnyOrderElementsOf(ALL.keySet());
  }

  @Test
  void the_defaults_are_good_and_those_of_the_protocol() {
    NodeSettings settings = NodeSettings.of(ConfigFactory.empty());

    assertThat(settings.limits()).isEqualTo(Limits.defaults());
    assertThat(settings.roles()).containsExactly(Role.COORDINATOR, Role.HOST);
  }

  @ParameterizedTest
  @EnumSource
  void a_limit_is_explained_as_the_protocol_explains_it(Setting setting) {
    Reference reference = ALL.get("limits." + setting.key());

    assertThat(reference.unit()).isEqualToIgnoringCase(setting.unit().name());
    assertThat(reference.what()).isEqualTo("Bounds " + setting.bounds() + ".");
    assertThat(reference.why()).isEqualTo(setting.why() + ".");
  }
}
