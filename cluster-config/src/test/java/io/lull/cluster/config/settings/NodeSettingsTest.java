package io.lull.cluster.config.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSettingsTest {
  private static List<String> problems(String own) {
    SettingsException refused =
        catchThrowableOfType(
            SettingsException.class, () -> NodeSettings.of(ConfigFactory.parseString(own)));
    return refused == null ? List.of() : refused.problems();
  }

  @Test
  void a_key_that_resembles_none_is_told_of_without_a_guess() {
    assertThat(problems("lull { bogus = 1, limits.holt = 1 s }"))
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).startsWith("lull.bogus: ").doesNotContain("did you mean"),
            one -> assertThat(one).endsWith("did you mean lull.limits.hold?"));
  }

  @Test
  void all_problems_are_reported_at_once() {
    assertThat(
            problems(
                """
                lull {
                  node.roles = [coordinator, boss]
                  cluster { port = 0, heartbeat = -1 s, stable-after = 5, sead-nodes = ["a:1"] }
                  journal { profile = oracle, postgres.connections = many }
                  limits { hold = 0 s, abort = 4 minutes, volumes-per-set = -1 }
                }
                """))
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).startsWith("lull.node.roles: ").contains("boss"),
            one -> assertThat(one).startsWith("lull.cluster.port: ").endsWith("but it is 0"),
            one -> assertThat(one).startsWith("lull.cluster.heartbeat: ").endsWith("-1 s"),
            one -> assertThat(one).startsWith("lull.cluster.stable-after: ").contains("unit"),
            one ->
                assertThat(one)
                    .startsWith("lull.cluster.sead-nodes: ")
                    .endsWith("did you mean lull.cluster.seed-nodes?"),
            one -> assertThat(one).startsWith("lull.journal.profile: ").contains("oracle"),
            one -> assertThat(one).startsWith("lull.journal.postgres.connections: "),
            one -> assertThat(one).startsWith("lull.limits.hold: ").contains("more than 0"),
            one -> assertThat(one).startsWith("lull.limits.volumes-per-set: "),
            one -> assertThat(one).startsWith("lull.limits.requester-lease: ").contains("abort"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster.dns.nodes",
        "cluster.port",
        "cluster.message-size",
        "cluster.stable-after",
        "cluster.removal-margin",
        "cluster.heartbeat",
        "cluster.heartbeat-pause",
        "cluster.dns.every",
        "tls.reload",
        "journal.connect-limit",
        "journal.write-queue",
        "journal.postgres.connections",
        "journal.breaker.failures",
        "journal.breaker.call-limit",
        "journal.breaker.reset",
        "journal.back-off.min",
        "journal.back-off.max",
        "health.journal-age",
        "health.every",
        "api.max-body",
        "api.max-connections",
        "api.max-followers",
        "api.patience",
        "streams.begin",
        "streams.open",
        "streams.read",
        "streams.roll",
        "streams.close",
        "streams.delete",
        "streams.report-every",
        "limits.freeze"
      })
  void nothing_and_less_than_nothing_are_refused(String key) {
    for (String bad : List.of("0", "0 s", "-1", "-3 s", "\"\"", "[]", "{}", "soon")) {
      assertThat(problems("lull." + key + " = " + bad)).as("%s = %s", key, bad).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jurnal.profile = embedded      | lull.journal.profile",
        "journal.postgres.pasword = x   | lull.journal.postgres.password",
        "limits.holds = 1 s             | lull.limits.hold",
        "cluster.tls.key-file = x       | lull.tls.key-file",
        "journal = 5                    | "
      })
  void a_name_that_nobody_knows_is_refused_with_the_nearest(String line, String nearest) {
    assertThat(problems("lull." + line))
        .anySatisfy(
            one ->
                assertThat(one)
                    .contains("there is none of this name", nearest == null ? "" : nearest + "?"));
  }

  @Test
  void settings_of_other_programs_are_none_of_ours() {
    assertThat(problems("pekko.actor.provider = cluster, something.lull.else = 1")).isEmpty();
  }

  @Test
  void neighbours_are_compared() {
    assertThat(problems("lull.cluster { heartbeat = 2 s, heartbeat-pause = 3 s }"))
        .singleElement()
        .asString()
        .startsWith("lull.cluster.heartbeat-pause: ");
    assertThat(problems("lull.cluster.removal-margin = 6 s")).hasSize(1);
    assertThat(problems("lull.journal.connect-limit = 10 s")).hasSize(1);
    assertThat(problems("lull.journal.back-off.min = 11 s")).hasSize(1);
    assertThat(problems("lull.health.every = 20 s")).hasSize(1);
    assertThat(problems("lull.cluster { seed-nodes = [\"a:1\"], dns.name = lull.local }"))
        .singleElement()
        .asString()
        .startsWith("lull.cluster.dns.name: ");
  }

  @Test
  void a_node_that_looks_for_itself_in_a_name_has_a_number() {
    assertThat(problems("lull.cluster { address = localhost, dns.name = lull.local }"))
        .singleElement()
        .asString()
        .startsWith("lull.cluster.address: ");
    assertThat(problems("lull.cluster.dns.name = lull.local")).isEmpty();
  }

  @Test
  void plain_text_stays_on_the_machine_unless_somebody_says_otherwise() {
    String far = "lull { node.host = a, cluster.address = \"10.0.0.1\" }";

    assertThat(problems(far))
        .singleElement()
        .asString()
        .startsWith("lull.tls.key-file: ")
        .contains("10.0.0.1", "plain-text = on");
    assertThat(problems(far + ", lull.cluster.plain-text = on")).isEmpty();
    for (String near : List.of("127.0.0.1", "127.1.2.3", "localhost", "[::1]")) {
      assertThat(problems("lull.cluster.address = \"" + near + "\"")).isEmpty();
    }
    assertThat(problems("lull { node.host = a, cluster.address = \"127.0.0.1.evil.org\" }"))
        .hasSize(1);
  }

  @Test
  void keys_come_together_or_not_at_all(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("some.pem"), "");

    assertThat(problems("lull.tls.key-file = \"" + file + "\""))
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).startsWith("lull.tls.certificate-file: "),
            one -> assertThat(one).startsWith("lull.tls.ca-file: "));
    assertThat(problems("lull.tls.key-file = /nowhere")).hasSize(3);
  }

  @Test
  void the_api_is_plain_text_on_the_machine_alone(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("some.pem"), "");
    String far = "lull.api.listen = \"10.0.0.1:7357\"";

    assertThat(problems(far))
        .singleElement()
        .asString()
        .startsWith("lull.api.listen: ")
        .contains("10.0.0.1:7357", "TLS");
    for (String where : List.of("0.0.0.0:1", "localhost.evil.org:1", "[::]:1")) {
      assertThat(problems("lull.api.listen = \"" + where + "\"")).as(where).hasSize(1);
    }
    for (String where : List.of("127.9.9.9:1", "localhost:1", "[::1]:1", "")) {
      assertThat(problems("lull.api.listen = \"" + where + "\"")).as(where).isEmpty();
    }
    assertThat(problems(apiTls(file, file) + far)).isEmpty();
    assertThat(
            problems(
                "lull.tls { key-file = \"%s\", certificate-file = \"%s\", ca-file = \"%s\" }, "
                        .formatted(file, file, file)
                    + far))
        .isEmpty();
    assertThat(problems(apiTls(file, "") + far))
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).startsWith("lull.api.tls.certificate-file: "),
            one -> assertThat(one).startsWith("lull.api.listen: "));
  }

  private static String apiTls(Object key, Object certificate) {
    return "lull.api.tls { key-file = \"%s\", certificate-file = \"%s\" }, "
        .formatted(key, certificate);
  }

  @Test
  void the_api_knows_who_may_ask_and_leaves_room_for_those_who_do_not_follow() {
    assertThat(problems("lull.api.tokens-file = /nowhere"))
        .singleElement()
        .asString()
        .startsWith("lull.api.tokens-file: ")
        .contains("/nowhere");
    assertThat(problems("lull.api { max-connections = 8, max-followers = 8 }")).hasSize(1);
    assertThat(problems("lull.api { listen = here, max-body = 1 }")).hasSize(2);
  }

  @Test
  void a_pool_of_connections_waits_no_less_than_it_can() {
    assertThat(problems("lull.journal.connect-limit = 249 ms"))
        .singleElement()
        .asString()
        .startsWith("lull.journal.connect-limit: ");
    assertThat(problems("lull.journal.connect-limit = 250 ms")).isEmpty();
  }

  @Test
  void a_machine_that_others_reach_has_a_name_of_its_own() {
    assertThat(problems("lull.cluster { address = \"10.0.0.1\", plain-text = on }"))
        .singleElement()
        .asString()
        .startsWith("lull.node.host: ");
  }

  @Test
  void another_module_reports_its_problems_along_with_the_rest() {
    SettingsException refused =
        catchThrowableOfType(
            SettingsException.class,
            () ->
                NodeSettings.of(
                    ConfigFactory.parseString("lull { health.every = 0 s }"),
                    reader -> reader.problem("writer.fleas", "expected none, but it has some")));

    assertThat(refused.problems())
        .hasSize(2)
        .contains("lull.writer.fleas: expected none, but it has some");
  }

  @Test
  void pekko_is_told_what_follows() {
    Config config =
        NodeConfig.of(
            ConfigFactory.parseString(
                "lull.cluster { message-size = 2 MiB, heartbeat = 700 ms }, pekko.loglevel ="
                    + " ERROR"));

    assertThat(config.getBytes("pekko.remote.artery.advanced.maximum-frame-size"))
        .isEqualTo((2L << 20) + (64 << 10));
    assertThat(config.getDuration("pekko.cluster.failure-detector.heartbeat-interval"))
        .isEqualTo(Duration.ofMillis(700));
    assertThat(config.getDuration("pekko.cluster.down-removal-margin"))
        .isEqualTo(Duration.ofMillis(500));
    assertThat(config.getInt("pekko.cluster.min-nr-of-members")).isEqualTo(1);
    assertThat(config.getDuration("jdbc-journal.circuit-breaker.call-timeout"))
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(config.getString("pekko.loglevel")).isEqualTo("ERROR");
    assertThat(config.getString("pekko.remote.artery.transport")).isEqualTo("tcp");
  }

  @Test
  void a_password_is_in_no_record() {
    assertThatCode(
            () ->
                assertThat(
                        NodeSettings.of(
                            ConfigFactory.parseString("lull.journal.postgres.password = s3cret")))
                    .asString()
                    .doesNotContain("s3cret"))
        .doesNotThrowAnyException();
  }

  @Test
  void distances_count_letters() {
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.distance("same", "same")).isZero();
  }
}
