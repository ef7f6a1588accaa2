package io.lull.protocol.limit;

import static io.lull.protocol.limit.Setting.Unit.COUNT;
import static io.lull.protocol.limit.Setting.Unit.TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
  private static final Limits DEFAULTS = Limits.defaults();
  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);

  @Test
  void the_defaults_agree_with_each_other() {
    assertThat(DEFAULTS.check()).isEmpty();
    assertThat(DEFAULTS.requireValid()).isSameAs(DEFAULTS);
  }

  @ParameterizedTest
  @EnumSource
  void nothing_is_ever_unlimited(Setting setting) {
    for (Limits bad : outOfRange(setting)) {
      assertThat(bad.check()).as("%s", bad.shown(setting)).hasSize(1);
      assertThat(bad.check().getFirst().setting()).isEqualTo(setting);
      assertThat(bad.check().getFirst().detail())
          .matches("expected more than 0 and at most .*, but it is .*");
      assertThatThrownBy(bad::requireValid).hasMessageContaining(setting.key() + ": expected");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Identify",
        "PrepareForBackup",
        "PrepareForSnapshot",
        "Freeze",
        "Thaw",
        "PostSnapshot",
        "BackupComplete",
        "BackupShutdown",
        "Abort",
        "PreRestore",
        "PostRestore",
        "BeginPrepareSnapshot",
        "EndPrepareSnapshots",
        "PreCommitSnapshots",
        "CommitSnapshots",
        "PostCommitSnapshots",
        "PreFinalCommitSnapshots",
        "PostFinalCommitSnapshots",
        "AbortSnapshots",
        "DeleteSnapshots",
        "GatherWriterStatus"
      })
  void every_event_and_every_provider_call_has_a_limit(String event) {
    assertThat(Arrays.stream(Setting.values()).filter(setting -> setting.unit() == TIME))
        .anyMatch(setting -> List.of(setting.bounds().split("[ ,;]+", -1)).contains(event));
  }

  @Test
  void every_problem_is_reported_at_once() {
    Map<Setting, Duration> times = new EnumMap<>(Setting.class);
    Map<Setting, Integer> counts = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      if (setting.unit() == TIME) {
        times.put(setting, Duration.ZERO);
      } else {
        counts.put(setting, 0);
      }
    }
    Limits worst = new Limits(times, counts);
    assertThat(worst.check().stream().map(Problem::setting)).containsExactly(Setting.values());
    assertThatThrownBy(worst::requireValid)
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(
            thrown ->
                assertThat(thrown.getMessage().lines().count())
                    .isEqualTo(1 + Setting.values().length));
  }

  @Test
  void several_rules_can_be_broken_at_once() {
    Limits limits =
        DEFAULTS
            .with(Setting.HOLD, Duration.ofMinutes(45))
            .with(Setting.ABORT, Duration.ofHours(1));
    assertThat(limits.check())
        .extracting(Problem::setting)
        .containsExactly(Setting.SLOT_LEASE, Setting.REQUESTER_LEASE, Setting.PREPARED_LEASE);
  }

  /** Each rule at its very edge: the first value holds, the second does not. */
  @ParameterizedTest
  @CsvSource({
    "FREEZE_WITHIN_HOLD, FREEZE, PT43S, PT43.001S",
    "FREEZE_WITHIN_HOLD, HOLD, PT47S, PT46.999S",
    "SLOT_OUTLASTS_WINDOW, SLOT_LEASE, PT75.001S, PT75S",
    "REQUESTER_OUTLASTS_ABORT, REQUESTER_LEASE, PT10.001S, PT10S",
    "PREPARED_OUTLASTS_PREPARATION, PREPARED_LEASE, PT31M0.001S, PT31M",
    "ABANDONED_OUTLASTS_PREPARED, ABANDONED_SESSION, PT1H0.001S, PT1H",
    "RETRY_OUTLASTS_SLOT, SLOT_RETRY_BACKOFF, PT0.945S, PT0.944S",
    "RETRY_ENDS, SLOT_RETRY_BACKOFF, PT1H19M, PT1H20M"
  })
  void every_rule_ends_where_it_says(Rule rule, Setting setting, Duration good, Duration bad) {
    assertThat(rule.holds(DEFAULTS.with(setting, good))).isTrue();
    assertThat(rule.holds(DEFAULTS.with(setting, bad))).isFalse();
    assertThat(DEFAULTS.with(setting, good).check()).isEmpty();
    assertThat(DEFAULTS.with(setting, bad).check())
        .containsExactly(rule.problem(DEFAULTS.with(setting, bad)));
  }

  @Test
  void the_waits_for_a_slot_double() {
    assertThat(IntStream.rangeClosed(1, 7).mapToObj(DEFAULTS::slotRetryWait))
        .extracting(Duration::toSeconds)
        .containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 320L);
    assertThat(DEFAULTS.slotRetryWait(Integer.MAX_VALUE)).isGreaterThan(Limits.TIME_MAX);
  }

  @Test
  void waits_that_double_are_bounded_however_many_are_asked_for() {
    assertThat(DEFAULTS.with(Setting.SLOT_RETRY_ATTEMPTS, Limits.COUNT_MAX).check())
        .extracting(Problem::setting)
        .containsExactly(Setting.SLOT_RETRY_ATTEMPTS);
    assertThat(DEFAULTS.with(Setting.SLOT_RETRY_ATTEMPTS, 1).check())
        .extracting(Problem::setting)
        .containsExactly(Setting.SLOT_RETRY_BACKOFF);
  }

  @Test
  void a_problem_shows_all_values_that_do_not_agree() {
    assertThat(DEFAULTS.with(Setting.FREEZE, Duration.ofSeconds(50)).check())
        .hasToString(
            "[freeze: expected freeze + commit + thaw + 2 s ≤ hold, but freeze is 50 s, "
                + "commit is 10 s, thaw is 5 s, hold is 1 min]");
  }

  @Test
  void all_combinations_of_extremes_are_judged_as_the_oracle_does() {
    judge(Setting.HOLD, Setting.FREEZE, Setting.COMMIT, Setting.THAW, Setting.SLOT_LEASE);
    judge(
        Setting.HOLD,
        Setting.REQUESTER_LEASE,
        Setting.ABORT,
        Setting.PREPARED_LEASE,
        Setting.ABANDONED_SESSION);
  }

  private static void judge(Setting... settings) {
    product(
        List.of(settings),
        0,
        DEFAULTS,
        limits ->
            assertThat(limits.check().stream().map(Problem::setting).toList())
                .as("%s", limits)
                .isEqualTo(oracle(limits)));
  }

  private static List<Setting> oracle(Limits limits) {
    List<Setting> bad = new ArrayList<>(limits.times().keySet());
    bad.removeIf(setting -> ok(limits, setting));
    double hold = seconds(limits.hold());
    double window = seconds(limits.commit()) + seconds(limits.thaw());
    boolean windowOk = ok(limits, Setting.HOLD, Setting.COMMIT, Setting.THAW);
    if (windowOk && ok(limits, Setting.FREEZE) && seconds(limits.freeze()) > hold - window - 2) {
      bad.add(Setting.FREEZE);
    }
    double slot = seconds(limits.slotLease());
    if (windowOk && ok(limits, Setting.SLOT_LEASE) && slot <= hold + window) {
      bad.add(Setting.SLOT_LEASE);
    }
    if (ok(limits, Setting.REQUESTER_LEASE, Setting.ABORT)
        && seconds(limits.requesterLease()) <= seconds(limits.abort())) {
      bad.add(Setting.REQUESTER_LEASE);
    }
    double prepared = seconds(limits.preparedLease());
    if (ok(limits, Setting.HOLD, Setting.PREPARED_LEASE) && prepared <= 1800 + hold) {
      bad.add(Setting.PREPARED_LEASE);
    }
    if (ok(limits, Setting.PREPARED_LEASE, Setting.ABANDONED_SESSION)
        && seconds(limits.abandonedSession()) <= prepared) {
      bad.add(Setting.ABANDONED_SESSION);
    }
    if (ok(limits, Setting.SLOT_LEASE) && slot >= 635) {
      bad.add(Setting.SLOT_RETRY_BACKOFF);
    }
    return bad;
  }

  private static boolean ok(Limits limits, Setting... settings) {
    return Arrays.stream(settings)
        .mapToDouble(setting -> seconds(limits.time(setting)))
        .allMatch(seconds -> seconds > 0 && seconds <= 604_800);
  }

  private static double seconds(Duration time) {
    return time.getSeconds() + time.getNano() / 1e9;
  }

  private static void product(List<Setting> of, int at, Limits chosen, Consumer<Limits> each) {
    if (at == of.size()) {
      each.accept(chosen);
      return;
    }
    Setting setting = of.get(at);
    for (Duration time :
        List.of(
            Duration.ZERO, Duration.ofNanos(1), setting.defaultTime(), Limits.TIME_MAX, LONGEST)) {
      product(of, at + 1, chosen.with(setting, time), each);
    }
  }

  @Test
  void the_freeze_deadline_is_never_more_than_the_policy_and_leaves_room_for_the_rest() {
    assertThat(DEFAULTS.freezeDeadline(Duration.ofSeconds(60))).isEqualTo(DEFAULTS.freeze());
    assertThat(DEFAULTS.freezeDeadline(Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(3));
    assertThat(DEFAULTS.freezeDeadline(Duration.ofSeconds(17))).isEqualTo(Duration.ZERO);
    assertThat(DEFAULTS.freezeDeadline(Duration.ZERO)).isEqualTo(Duration.ZERO);
    assertThat(DEFAULTS.freezeDeadline(Duration.ofSeconds(Long.MIN_VALUE))).isZero();
    assertThat(DEFAULTS.freezeDeadline(LONGEST)).isEqualTo(DEFAULTS.freeze());
  }

  @Test
  void a_writer_may_shorten_its_hold_but_never_lengthen_it() {
    assertThat(DEFAULTS.effectiveHold(Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(20));
    assertThat(DEFAULTS.effectiveHold(Duration.ofHours(1))).isEqualTo(DEFAULTS.hold());
  }

  @Test
  void a_count_is_not_a_time() {
    assertThatThrownBy(() -> DEFAULTS.with(Setting.VOLUMES_PER_SET, Duration.ofSeconds(1)))
        .hasMessageContaining("volumes-per-set is a COUNT");
    assertThatThrownBy(() -> DEFAULTS.with(Setting.HOLD, 1)).hasMessageContaining("hold is a TIME");
  }

  private static List<Limits> outOfRange(Setting setting) {
    if (setting.unit() == COUNT) {
      return List.of(
          DEFAULTS.with(setting, 0),
          DEFAULTS.with(setting, -1),
          DEFAULTS.with(setting, Integer.MIN_VALUE),
          DEFAULTS.with(setting, Limits.COUNT_MAX + 1),
          DEFAULTS.with(setting, Integer.MAX_VALUE));
    }
    return List.of(
        DEFAULTS.with(setting, Duration.ZERO),
        DEFAULTS.with(setting, Duration.ofNanos(-1)),
        DEFAULTS.with(setting, Duration.ofSeconds(Long.MIN_VALUE)),
        DEFAULTS.with(setting, Limits.TIME_MAX.plusNanos(1)),
        DEFAULTS.with(setting, LONGEST));
  }
}
