package io.lull.provider;

import static io.lull.protocol.provider.ProviderFixture.HOST;
import static io.lull.protocol.provider.ProviderFixture.PROVIDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderKind;
import io.lull.provider.spi.Provider;
import io.lull.provider.test.TestProviderFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderRegistryTest {
  private final ProviderRegistry registry = ProviderRegistry.installed();

  @Test
  void providers_are_made_as_the_configuration_says(@TempDir Path directory) throws Exception {
    Map<ProviderId, Provider> made =
        registry.create(
            HOST,
            ConfigFactory.parseString(
                "main { kind = test, class = hardware, refuse = \"/a /b\", directory = \""
                    + directory
                    + "\" }, other { kind = test }"));

    Provider main = made.get(new ProviderId(HOST, "main"));
    assertThat(made).hasSize(2);
    assertThat(main.kind()).isEqualTo(ProviderKind.HARDWARE);
    assertThat(main.accepts(new Volume(HOST, "/a"))).isPresent();
    assertThat(main.accepts(new Volume(HOST, "/c"))).isEmpty();
    assertThat(directory.resolve("diary.jsonl")).exists();
  }

  @Test
  void there_is_no_provider_unless_somebody_asks_for_one() {
    assertThat(registry.create(HOST, ConfigFactory.load().getConfig("lull.providers"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tset,              kind,  did you mean test?",
    "zfs-on-the-moon,   kind,  known are",
    "test,              trick, did you mean tricks?",
    "test,              x,     'known are class, directory, refuse, tricks'"
  })
  void an_unknown_word_is_refused_with_what_was_probably_meant(
      String kind, String setting, String hint) {
    Map<String, String> settings =
        setting.equals("kind") ? Map.of("kind", kind) : Map.of("kind", kind, setting, "whatever");
    assertThatThrownBy(() -> registry.create(PROVIDER, settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(hint);
  }

  @Test
  void everything_that_is_wrong_is_said_at_once() {
    assertThatThrownBy(
            () ->
                registry.create(
                    HOST,
                    ConfigFactory.parseString(
                        "a { kind = tset }, b {}, c = 1, \"d e\" { kind = test },"
                            + " f { kind = test, tricks = commit explode }")))
        .hasMessageContainingAll(
            "lull.providers.a: ",
            "lull.providers.b: expected a kind",
            "lull.providers.c: ",
            "lull.providers.d e: ",
            "lull.providers.f: expected one of fail, break");
  }

  @Test
  void two_factories_of_one_kind_are_refused() {
    assertThatThrownBy(
            () ->
                new ProviderRegistry(List.of(new TestProviderFactory(), new TestProviderFactory())))
        .hasMessageContaining("expected one kind of provider named test");
  }
}
