package io.lull.protocol.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sets are written as their times, and called a, b, c in that order; {@code !} says that one is not
 * good, {@code ^} that it is pinned, {@code ~} that it is of grade CRASH only, {@code ?} that
 * nobody knows its time.
 */
class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");
  private static final Volume ORDERS = new Volume(new HostId("db1"), "/orders");
  private static final Volume FILES = new Volume(new HostId("db1"), "/files");

  static RetentionPolicy policy(String rule) {
    String[] parts = rule.split("=");
    int number = parts[0].equals("within") ? 0 : Integer.parseInt(parts[1]);
    return switch (parts[0]) {
      case "last" -> new RetentionPolicy(number, Duration.ZERO, 0, 0, 0, 0, 0);
      case "within" -> new RetentionPolicy(0, Duration.parse(parts[1]), 0, 0, 0, 0, 0);
      case "hourly" -> new RetentionPolicy(0, Duration.ZERO, number, 0, 0, 0, 0);
      case "daily" -> new RetentionPolicy(0, Duration.ZERO, 0, number, 0, 0, 0);
      case "weekly" -> new RetentionPolicy(0, Duration.ZERO, 0, 0, number, 0, 0);
      case "monthly" -> new RetentionPolicy(0, Duration.ZERO, 0, 0, 0, number, 0);
      case "yearly" -> new RetentionPolicy(0, Duration.ZERO, 0, 0, 0, 0, number);
      default -> throw new AssertionError(rule);
    };
  }

  private static List<Candidate> sets(String times) {
    String[] all = times.split("\\s+");
    return IntStream.range(0, all.length)
        .mapToObj(i -> set(String.valueOf((char) ('a' + i)), all[i], ORDERS))
        .toList();
  }

  private static Candidate set(String id, String written, Volume... volumes) {
    String time = written.replaceAll("[!^~?%]", "");
    return new Candidate(
        new SetId(id),
        Sorted.set(Arrays.asList(volumes)),
        time.isEmpty()
            ? Optional.empty()
            : Optional.of(Instant.parse(time.contains("T") ? time + ":00Z" : time + "T00:00:00Z")),
        written.contains("~") ? Grade.CRASH : Grade.APPLICATION,
        !written.contains("!"),
        written.contains("%"),
        written.contains("^"));
  }

  private static String stay(List<Verdict> verdicts) {
    return verdicts.stream()
        .filter(Verdict::stays)
        .map(verdict -> verdict.candidate().set().name())
        .sorted()
        .collect(Collectors.joining());
  }

  private static String stay(String rule, String times) {
    return stay(Retention.decide(policy(rule), sets(times), NOW, ZoneOffset.UTC));
  }

  private static SortedSet<Reason> why(String rule, String times, String id) {
    return Retention.decide(policy(rule), sets(times), NOW, ZoneOffset.UTC).stream()
        .filter(verdict -> verdict.candidate().set().name().equals(id))
        .findFirst()
        .orElseThrow()
        .reasons();
  }

  @ParameterizedTest
  @CsvSource({
    "last=1, 2026-03-01 2026-03-02 2026-03-03, c",
    "last=2, 2026-03-01 2026-03-02 2026-03-03, bc",
    "last=9, 2026-03-01 2026-03-02 2026-03-03, abc",
    // They need not be told of in any order.
    "last=2, 2026-03-03 2026-03-01 2026-03-02, ac",
    // Equal times: the greater id is the newer.
    "last=1, 2026-03-01 2026-03-01 2026-03-01, c",
    "daily=1, 2026-03-01 2026-03-01 2026-03-01, c",
    // From the last but one, and what is exactly as old stays.
    "within=P7D, 2026-03-01 2026-03-02 2026-03-09 2026-03-10, bcd",
    "within=PT1H, 2026-03-01T09:29 2026-03-01T10:30 2026-03-01T11:31, bc",
    "within=P1D, 2026-03-01, a",
    // The newest of each hour that has one.
    "hourly=2, 2026-03-01T09:59 2026-03-01T10:00 2026-03-01T10:59 2026-03-01T11:00, cd",
    "daily=2, 2026-03-01T00:00 2026-03-01T23:59 2026-03-02T00:00 2026-03-02T23:59, bd",
    // Days without a set do not count.
    "daily=3, 2026-02-01 2026-02-02 2026-02-28 2026-03-30, bcd",
    // Sunday and Monday.
    "weekly=2, 2026-03-01 2026-03-02 2026-03-08 2026-03-09, cd",
    // Monday to Sunday over the turn of the year is one week.
    "weekly=2, 2025-12-28 2025-12-29 2025-12-31 2026-01-01 2026-01-04, ae",
    "weekly=1, 2025-12-28 2025-12-29 2025-12-31 2026-01-01 2026-01-04, e",
    "monthly=2, 2025-02-28 2026-01-31 2026-02-01 2026-02-28, bd",
    // The same month of two years is two months.
    "monthly=2, 2025-03-01 2026-03-01, ab",
    "yearly=2, 2024-12-31T23:59 2025-01-01 2025-12-31T23:59 2026-01-01, cd",
  })
  void rules_keep(String rule, String times, String stay) {
    assertThat(stay(rule, times)).isEqualTo(stay);
  }

  @ParameterizedTest
  @CsvSource({
    // Whatever is not good takes nobody's place, and goes with the good ones of its age.
    "last=1, 2026-03-01 2026-03-02!, ab",
    "last=2, 2026-03-01 2026-03-02! 2026-03-03 2026-03-04, cd",
    "last=2, 2026-03-02 2026-03-03! 2026-03-04, abc",
    "last=2, 2026-03-01! 2026-03-02 2026-03-03, bc",
    "daily=2, 2026-03-01 2026-03-02T01:00 2026-03-02T02:00! 2026-03-03, bd",
    "within=P1D, 2026-03-01! 2026-03-02! 2026-03-03 2026-03-04, bcd",
    // Nobody has anything better.
    "last=1, 2026-03-01! 2026-03-02!, ab",
    // Pinned ones stay, and count as what they are.
    "last=1, 2026-03-01^ 2026-03-02 2026-03-03, ac",
    "last=1, 2026-03-01 2026-03-02 2026-03-03^, c",
    "last=1, 2026-03-01!^ 2026-03-02, ab",
    // A newer copy that says less is no reason to lose the one that says more.
    "last=1, 2026-03-01 2026-03-02 2026-03-03~, bc",
    "last=1, 2026-03-01~ 2026-03-02~ 2026-03-03, c",
    "last=1, 2026-03-01! 2026-03-02~ 2026-03-03~, c",
    // One of which a copy may go takes nobody's place, and stays if it would as a whole one.
    "last=1, 2026-03-01 2026-03-02%, ab",
    "last=1, 2026-03-01% 2026-03-02, b",
    "last=2, 2026-03-01 2026-03-02% 2026-03-03, abc",
    "last=1, 2026-03-01% 2026-03-02%, b",
    "monthly=2, 2026-02-01% 2026-03-01 2026-03-02, ac",
    "last=1, 2026-03-01 2026-03-02~% 2026-03-03~, ac",
    "last=1, 2026-03-01% 2026-03-02~ 2026-03-03~, ac",
    // A set without a time counts for nothing.
    "last=1, ? 2026-03-02 2026-03-03, ac",
  })
  void no_set_goes_that_somebody_may_need(String rule, String times, String stay) {
    assertThat(stay(rule, times)).isEqualTo(stay);
  }

  @ParameterizedTest
  @CsvSource({
    // One was made with a clock that was years ahead, and it still is, for all that anybody knows.
    "within=P7D, 2016-03-28 2016-03-29 2016-03-30 2026-03-31, abcd",
    "last=2, 2016-03-28 2016-03-29 2016-03-30 2026-03-31, cd",
    // Then it was set right: what is dated after now stays, and counts for nothing.
    "last=1, 2026-03-29 2026-03-30 2036-01-01, bc",
    "within=P7D, 2026-03-29 2026-03-30 2036-01-01, abc",
    "daily=1, 2026-03-29 2026-03-30 2036-01-01, bc",
    "last=1, 2036-01-01 2036-01-02, ab",
    // A clock that has fallen back makes old what is new, and nothing goes that is dated after it.
    "last=1, 2026-04-01 2026-04-02 2000-01-01, abc",
    "last=1, 2026-04-01! 2026-04-02 2000-01-01, abc",
  })
  void a_clock_that_jumps_takes_no_set(String rule, String times, String stay) {
    assertThat(stay(rule, times)).isEqualTo(stay);
  }

  @Test
  void how_late_it_is_takes_no_set() {
    List<Candidate> sets = sets("2026-03-01 2026-03-02 2026-03-03");
    for (String rule : List.of("within=P7D", "daily=3", "last=3", "hourly=3")) {
      Instant late = NOW.plus(Duration.ofDays(36_500));
      assertThat(stay(Retention.decide(policy(rule), sets, late, ZoneOffset.UTC))).isEqualTo("abc");
    }
  }

  @Test
  void every_reason_is_said() {
    String days = "2026-03-01 2026-03-02 2026-03-03";
    assertThat(why("last=2", days, "c"))
        .containsExactly(Reason.NEWEST, Reason.BEST_GRADE, Reason.LAST);
    assertThat(why("last=2", days, "b")).containsExactly(Reason.LAST);
    assertThat(why("last=2", days, "a")).isEmpty();
    assertThat(why("within=P1D", days, "b")).containsExactly(Reason.WITHIN);
    assertThat(why("hourly=2", days, "b")).containsExactly(Reason.HOURLY);
    assertThat(why("daily=2", days, "b")).containsExactly(Reason.DAILY);
    assertThat(why("weekly=2", days, "a")).containsExactly(Reason.WEEKLY);
    assertThat(why("monthly=1", days, "c")).contains(Reason.MONTHLY);
    assertThat(why("yearly=1", days, "c")).contains(Reason.YEARLY);
    assertThat(why("last=1", "2026-03-01^ 2026-03-02", "a")).containsExactly(Reason.PINNED);
    assertThat(why("last=1", "2036-03-01 2026-03-02", "a")).containsExactly(Reason.AFTER_NOW);
    assertThat(why("last=1", "? 2026-03-02", "a")).containsExactly(Reason.UNDATED);
    assertThat(why("last=1", "2026-03-02!", "a")).containsExactly(Reason.NO_GOOD_ONE);
  }

  @Test
  void sets_of_other_volumes_are_another_series() {
    List<Candidate> sets =
        List.of(
            set("a", "2026-03-01", ORDERS),
            set("b", "2026-03-02", FILES, ORDERS),
            set("c", "2026-03-03", FILES),
            set("d", "2026-03-04", ORDERS, FILES),
            set("e", "2026-03-05", ORDERS));

    List<Verdict> verdicts = Retention.decide(policy("last=1"), sets, NOW, ZoneOffset.UTC);

    assertThat(stay(verdicts)).isEqualTo("cde");
    assertThat(verdicts)
        .extracting(verdict -> verdict.candidate().set().name())
        .containsExactly("c", "d", "b", "e", "a");
  }

  @Test
  void days_begin_where_the_zone_says() {
    List<Candidate> sets = sets("2026-03-01T22:30 2026-03-01T23:30 2026-03-02T00:30");
    RetentionPolicy daily = policy("daily=2");

    assertThat(stay(Retention.decide(daily, sets, NOW, ZoneOffset.UTC))).isEqualTo("bc");
    assertThat(stay(Retention.decide(daily, sets, NOW, ZoneId.of("Europe/Berlin"))))
        .isEqualTo("ac");
  }

  @Test
  void without_a_set_there_is_nothing_to_say() {
    assertThat(Retention.decide(policy("last=1"), Set.of(), NOW, ZoneOffset.UTC)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"last=-1", "daily=10001", "within=PT-1S", "within=P36526D"})
  void a_policy_has_bounds(String rule) {
    assertThatThrownBy(() -> policy(rule))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected a ");
  }

  @Test
  void a_policy_without_any_rule_says_so() {
    assertThat(RetentionPolicy.NONE.isEmpty()).isTrue();
    assertThat(policy("yearly=1").isEmpty()).isFalse();
  }
}
