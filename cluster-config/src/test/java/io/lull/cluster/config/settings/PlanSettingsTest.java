package io.lull.cluster.config.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.ConfigFactory;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.plan.NamePattern;
import io.lull.protocol.writer.BackupType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlanSettingsTest {
  private static PlanSettings plan(String settings) {
    return NodeSettings.of(ConfigFactory.parseString("lull.plans.nightly " + settings))
        .plans()
        .get("nightly");
  }

  private static List<String> problems(String own) {
    SettingsException refused =
        catchThrowableOfType(
            SettingsException.class,
            () -> NodeSettings.of(ConfigFactory.parseString("lull.plans " + own)));
    return refused == null ? List.of() : refused.problems();
  }

  @Test
  void a_plan_that_says_nothing_is_of_everything_and_leaves_nothing_out() {
    PlanSettings plan = plan("{}");

    assertThat(plan.selector().include()).isEmpty();
    assertThat(plan.selector().exclude()).isEmpty();
    assertThat(plan.stays()).isTrue();
    assertThat(plan.type()).isEqualTo(BackupType.COPY);
    assertThat(plan.lowest()).isEqualTo(Grade.APPLICATION);
    assertThat(plan.before().command()).isEmpty();
    assertThat(plan.notices()).isEmpty();
  }

  @Test
  void a_plan_is_read_as_it_is_written() {
    PlanSettings plan =
        plan(
            """
            {
              labels { tier = gold, rack = 7 }
              of = ["db1/*", "web:/srv"]
              without = ["db1/cache"]
              context = auto-release
              type = full
              lowest = crash
              providers = ["*/btrfs"]
              limits { hold = 50 s }
              before { command = [/bin/true], limit = 1 minute }
              after { command = [/bin/sh, -c, "restic backup $LULL_COPY_0"] }
              notify {
                ops { when = failure, webhook = "https://hooks.example/T0/secret", token = t }
                log { command = [/usr/bin/logger, lull] }
              }
            }
            """);

    assertThat(plan.selector().labels()).containsEntry("tier", "gold").containsEntry("rack", "7");
    assertThat(plan.selector().include()).extracting(NamePattern::text).contains("web:/srv");
    assertThat(plan.stays()).isFalse();
    assertThat(plan.type()).isEqualTo(BackupType.FULL);
    assertThat(plan.lowest()).isEqualTo(Grade.CRASH);
    assertThat(plan.limits().hold()).isEqualTo(Duration.ofSeconds(50));
    assertThat(plan.before().limit()).isEqualTo(Duration.ofMinutes(1));
    assertThat(plan.after().command()).hasSize(3);
    assertThat(plan.notices())
        .extracting(NoticeSettings::name)
        .containsExactlyInAnyOrder("ops", "log");
  }

  @Test
  void the_limits_of_the_node_are_those_of_a_plan_that_says_no_others() {
    NodeSettings settings =
        NodeSettings.of(
            ConfigFactory.parseString(
                "lull { limits.abort = 7 s, plans.nightly { limits.hold = 50 s } }"));

    assertThat(settings.plans().get("nightly").limits().abort()).isEqualTo(Duration.ofSeconds(7));
    assertThat(settings.limits().time(Setting.HOLD)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void everything_that_is_wrong_with_all_plans_is_said_at_once() {
    assertThat(
            problems(
                """
                {
                  one { wihtout = ["a/b"], context = sometimes, limits.hold = 0 s, before.limit = 5 }
                  two {
                    of = ["a/b", nothing, "h:/srv/*"], lowest = best, before.command = [sh, -c]
                    notify { x { webhok = "https://h/" }, "y z" { command = [/bin/true] } }
                  }
                  "three.4" {}
                  five = 5
                }
                """))
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).endsWith("did you mean lull.plans.one.without?"),
            one -> assertThat(one).startsWith("lull.plans.one.context: ").endsWith("sometimes"),
            one -> assertThat(one).startsWith("lull.plans.one.limits.hold: "),
            one -> assertThat(one).startsWith("lull.plans.one.before.limit: ").endsWith("is 5"),
            one -> assertThat(one).startsWith("lull.plans.two.of: ").contains("'nothing'"),
            one -> assertThat(one).startsWith("lull.plans.two.of: ").contains("'h:/srv/*'"),
            one -> assertThat(one).startsWith("lull.plans.two.lowest: ").endsWith("best"),
            one -> assertThat(one).startsWith("lull.plans.two.before.command: ").contains("'sh'"),
            one -> assertThat(one).endsWith("did you mean lull.plans.two.notify.x.webhook?"),
            one ->
                assertThat(one).startsWith("lull.plans.two.notify.x.webhook: ").contains("neither"),
            one -> assertThat(one).startsWith("lull.plans.two.notify: ").contains("'y z'"),
            one -> assertThat(one).startsWith("lull.plans: ").contains("'three.4'"),
            one -> assertThat(one).startsWith("lull.plans.five: ").endsWith("is 5"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://hooks.example/a?b=c  | ",
        "http://127.0.0.1:8080/x      | ",
        "http://localhost/x           | ",
        "http://[::1]:9/x             | ",
        "http://hooks.example/a       | expected https",
        "ftp://hooks.example/a        | expected https",
        "hooks.example/a              | with a host",
        "https:///a                   | with a host",
        "https://user:pw@host/a       | without user",
        "https://host/a b             | it is none",
        "http://127.evil.example/x    | expected https",
      })
  void a_webhook_is_reached_safely_or_not_at_all(String address, String problem) {
    List<String> found = problems("{ n { notify.x.webhook = \"" + address + "\" } }");

    if (problem == null) {
      assertThat(found).isEmpty();
    } else {
      assertThat(found).anySatisfy(one -> assertThat(one).contains(problem));
      assertThat(found).noneSatisfy(one -> assertThat(one).contains(address));
    }
  }

  @Test
  void secrets_of_a_webhook_are_in_no_problem_and_no_text() {
    String hidden = "s3cret";

    assertThat(
            problems(
                "{ n { notify.x { webhook = [\"https://h/%s\"], token = [%s] } } }"
                    .formatted(hidden, hidden)))
        .isNotEmpty()
        .noneSatisfy(one -> assertThat(one).contains(hidden));
    assertThat(
            plan("{ notify.x { webhook = \"https://h:7/%s?%s\", token = %s } }"
                    .formatted(hidden, hidden, hidden))
                .toString())
        .contains("https://h:7/…")
        .doesNotContain(hidden);
  }

  @Test
  void a_set_that_ends_with_its_session_is_for_the_command_after_it() {
    assertThat(problems("{ n { context = auto-release } }"))
        .singleElement()
        .satisfies(one -> assertThat(one).contains("expected after.command with auto-release"));
  }

  static Stream<String> documented() {
    return Stream.of("plan.conf", "notice.conf")
        .flatMap(file -> ConfigFactory.parseResources(file).root().keySet().stream());
  }

  @ParameterizedTest
  @MethodSource("documented")
  void every_setting_of_a_plan_is_in_its_document(String key) throws IOException {
    String document =
        Files.readString(Path.of(System.getProperty("lull.root", ".."), "docs/plans.md"));

    assertThat(document).contains("`" + key);
  }
}
