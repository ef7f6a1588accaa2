package io.lull.protocol.retention;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** What holds of every policy and all sets, whatever the clocks did. */
class RandomRetentionTest {
  private static final Instant NOW = Instant.parse("2026-03-31T12:00:00Z");
  private static final List<Grade> GRADES = List.of(Grade.values());

  private SplittableRandom dice;
  private List<Candidate> sets;
  private RetentionPolicy policy;

  @BeforeEach
  void draw(RepetitionInfo repetition) {
    dice = new SplittableRandom(repetition.getCurrentRepetition());
    sets = IntStream.range(0, dice.nextInt(40)).mapToObj(this::set).toList();
    policy = policy();
  }

  private Candidate set(int number) {
    // From minutes to years, so that sets meet in hours and in years, and some are of one instant.
    long back = dice.nextLong(1L << dice.nextInt(1, 28)) - dice.nextLong(3600);
    return new Candidate(
        new SetId("set-" + number),
        Sorted.set(List.of(new Volume(new HostId("h"), "/" + dice.nextInt(2)))),
        dice.nextInt(20) == 0 ? Optional.empty() : Optional.of(NOW.minusSeconds(back)),
        GRADES.get(dice.nextInt(GRADES.size())),
        dice.nextInt(4) > 0,
        dice.nextInt(6) == 0,
        dice.nextInt(10) == 0);
  }

  private RetentionPolicy policy() {
    return new RetentionPolicy(
        dice.nextInt(4),
        Duration.ofMinutes(dice.nextInt(2) * dice.nextInt(100_000)),
        dice.nextInt(4),
        dice.nextInt(4),
        dice.nextInt(4),
        dice.nextInt(4),
        dice.nextInt(4));
  }

  private RetentionPolicy laxer() {
    RetentionPolicy more = policy();
    return new RetentionPolicy(
        policy.last() + more.last(),
        policy.within().plus(more.within()),
        policy.hourly() + more.hourly(),
        policy.daily() + more.daily(),
        policy.weekly() + more.weekly(),
        policy.monthly() + more.monthly(),
        policy.yearly() + more.yearly());
  }

  private static Set<Candidate> stay(RetentionPolicy policy, List<Candidate> sets) {
    return Retention.decide(policy, sets, NOW, ZoneOffset.UTC).stream()
        .filter(Verdict::stays)
        .map(Verdict::candidate)
        .collect(Collectors.toSet());
  }

  @RepeatedTest(500)
  void what_must_not_go_stays() {
    List<Verdict> verdicts = Retention.decide(policy, sets, NOW, ZoneOffset.UTC);
    Set<Candidate> stay = stay(policy, sets);

    assertThat(verdicts).extracting(Verdict::candidate).containsExactlyInAnyOrderElementsOf(sets);
    assertThat(stay).containsAll(sets.stream().filter(Candidate::pinned).toList());
    sets.stream()
        .filter(set -> counts(set) && set.created().isPresent())
        .filter(set -> !set.created().get().isAfter(NOW))
        .collect(
            Collectors.groupingBy(
                Candidate::series,
                Collectors.maxBy(
                    Comparator.comparing((Candidate set) -> set.created().get())
                        .thenComparing(Candidate::set))))
        .values()
        .forEach(newest -> assertThat(stay).contains(newest.orElseThrow()));
    sets.stream()
        .filter(RandomRetentionTest::counts)
        .collect(Collectors.groupingBy(Candidate::series))
        .values()
        .forEach(good -> assertThat(stay).containsAnyElementsOf(good));
  }

  private static boolean counts(Candidate set) {
    return set.good() && !set.leaving();
  }

  @RepeatedTest(500)
  void a_set_of_which_a_copy_may_go_costs_no_other_set() {
    List<Candidate> certain = sets.stream().filter(set -> !set.leaving()).toList();

    assertThat(stay(policy, sets))
        .filteredOn(set -> !set.leaving())
        .containsExactlyInAnyOrderElementsOf(stay(policy, certain));
  }

  @RepeatedTest(500)
  void a_set_of_which_a_copy_may_go_stays_as_if_it_were_whole() {
    Map<SetId, Candidate> all =
        sets.stream().collect(Collectors.toMap(Candidate::set, Function.identity()));
    List<Candidate> whole = sets.stream().map(RandomRetentionTest::whole).toList();

    assertThat(stay(policy, sets))
        .filteredOn(Candidate::leaving)
        .containsExactlyInAnyOrderElementsOf(
            stay(policy, whole).stream()
                .map(set -> all.get(set.set()))
                .filter(Candidate::leaving)
                .toList());
  }

  private static Candidate whole(Candidate set) {
    return new Candidate(
        set.set(), set.series(), set.created(), set.grade(), set.good(), false, set.pinned());
  }

  @RepeatedTest(500)
  void a_stricter_policy_never_keeps_more() {
    assertThat(stay(laxer(), sets)).containsAll(stay(policy, sets));
  }

  @RepeatedTest(500)
  void what_stayed_once_stays_again() {
    Set<Candidate> stay = stay(policy, sets);

    assertThat(stay(policy, List.copyOf(stay))).isEqualTo(stay);
  }

  /** What is deleted one after the other may end anywhere, and be decided anew then. */
  @RepeatedTest(500)
  void a_cleanup_that_was_cut_short_takes_no_other_sets() {
    Set<Candidate> stay = stay(policy, sets);
    List<Candidate> left =
        sets.stream().filter(set -> stay.contains(set) || dice.nextBoolean()).toList();

    assertThat(stay(policy, left)).containsAll(stay);
  }
}
