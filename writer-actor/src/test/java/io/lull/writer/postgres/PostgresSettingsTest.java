package io.lull.writer.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.id.Volume;
import io.lull.protocol.writer.WriterLevel;
import io.lull.writer.WriterRegistry;
import io.lull.writer.database.Calls;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresSettingsTest {
  @Test
  void without_settings_it_has_defaults() {
    PostgresSettings settings = PostgresSettings.of(Calls.WRITER, Map.of());
    assertThat(settings.server().toString()).isEqualTo("127.0.0.1:5432");
    assertThat(settings.user()).isEqualTo("lull");
    assertThat(settings.level()).isEqualTo(WriterLevel.BACK_END);
    assertThat(settings.hold()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void every_setting_is_taken() {
    PostgresSettings settings =
        PostgresSettings.of(
            Calls.WRITER,
            Map.of(
                "host", "::1",
                "port", "5433",
                "volumes", "/a, /b",
                "level", "front-end",
                "behind", "h2/app",
                "hold", "5s",
                "prepared", "2m",
                "timeout", "200ms"));
    assertThat(settings.server().toString()).isEqualTo("[::1]:5433");
    assertThat(settings.volumes())
        .containsExactly(
            new Volume(Calls.WRITER.host(), "/a"), new Volume(Calls.WRITER.host(), "/b"));
    assertThat(settings.behind().orElseThrow().name()).isEqualTo("app");
    assertThat(settings.prepared()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void a_bouncer_is_a_barrier_as_soon_as_its_port_is_named() {
    assertThat(PostgresSettings.of(Calls.WRITER, Map.of()).bouncer()).isEmpty();
    BouncerSettings bouncer =
        PostgresSettings.of(
                Calls.WRITER,
                Map.of(
                    "pgbouncer-port", "6432",
                    "pgbouncer-password-file", "/etc/a secret",
                    "pgbouncer-databases", "app, my shop",
                    "run-directory", "/run/other"))
            .bouncer()
            .orElseThrow();
    assertThat(bouncer.pooler().toString()).isEqualTo("PgBouncer at 127.0.0.1:6432");
    assertThat(bouncer.pooler().user()).isEqualTo("lull");
    assertThat(bouncer.pooler().passwordFile()).contains("/etc/a secret");
    assertThat(bouncer.databases()).containsExactly("app", "my shop");
    assertThat(bouncer.runDirectory()).hasToString("/run/other");
  }

  @Test
  void a_name_that_the_console_cannot_be_told_is_refused() {
    Map<String, String> settings = Map.of("pgbouncer-port", "1", "pgbouncer-databases", "a\"b");
    assertThatThrownBy(() -> PostgresSettings.of(Calls.WRITER, settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("without quotes");
  }

  @ParameterizedTest
  @CsvSource({
    "prot, 5432, did you mean port?",
    "port, 0, a port from 1 to 65535",
    "hold, 0s, a time such as 200ms",
    "timeout, soon, a time such as 200ms",
    "level, middle, 'one of front-end, back-end, system'",
    "behind, app, host/name",
    "pgbouncer-prot, 6432, did you mean pgbouncer-port?",
    "pgbouncer-port, 0, a port from 1 to 65535",
    "pgbouncer-user, lull, a pgbouncer-port beside pgbouncer-user",
  })
  void what_is_wrong_is_said(String setting, String value, String said) {
    assertThatThrownBy(
            () -> WriterRegistry.load().create("postgres", Calls.WRITER, Map.of(setting, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said)
        .hasMessageContaining("for postgres writer h1/db");
  }
}
