package io.lull.protocol.retention;

import io.lull.protocol.id.Volume;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Decides which sets stay, each series of sets of the same volumes for itself.
 *
 * <p>Only good sets that are not dated after now count for anything. One that is not good takes
 * nobody's place, and stays as long as good ones of its age do. No set goes that no policy may
 * take: a pinned one, the last good one, the last of the best grade, and any of which the time is
 * in doubt.
 *
 * <p>A set of which a copy may go stays if it would as a whole one, so that nothing goes with that
 * copy that nobody wanted to go; others stay as they would without it.
 */
public final class Retention {
  // The id settles which of two sets of one instant is the newer, the same way each time.
  private static final Comparator<Dated> OLDEST_FIRST =
      Comparator.comparing(Dated::created).thenComparing(dated -> dated.candidate().set());

  private final RetentionPolicy policy;
  private final List<Dated> good;
  private final Map<Reason, Set<Dated>> chosen = new EnumMap<>(Reason.class);

  /** A set of which the time is known and believed. */
  private record Dated(Candidate candidate, Instant created) {}

  /**
   * @param good those that count, the newest first
   */
  private Retention(RetentionPolicy policy, ZoneId zone, List<Dated> good) {
    this.policy = policy;
    this.good = good;
    chosen.put(Reason.BEST_GRADE, bestGrade());
    choose(Reason.HOURLY, policy.hourly(), zone, at -> at.truncatedTo(ChronoUnit.HOURS));
    choose(Reason.DAILY, policy.daily(), zone, ZonedDateTime::toLocalDate);
    choose(Reason.WEEKLY, policy.weekly(), zone, Retention::monday);
    choose(Reason.MONTHLY, policy.monthly(), zone, YearMonth::from);
    choose(Reason.YEARLY, policy.yearly(), zone, Year::from);
  }

  /**
   * A verdict on every set: series after series, in each the newest set first and those without a
   * time last.
   *
   * @param sets certified sets that nobody is making any more
   * @param zone where the days begin
   */
  public static List<Verdict> decide(
      RetentionPolicy policy, Collection<Candidate> sets, Instant now, ZoneId zone) {
    TreeMap<String, List<Candidate>> series = new TreeMap<>();
    for (Candidate set : sets) {
      series.computeIfAbsent(key(set.series()), _ -> new ArrayList<>()).add(set);
    }
    return series.values().stream()
        .flatMap(same -> ofSeries(policy, same, now, zone).stream())
        .toList();
  }

  /** No path has this character, so no two series have one key. */
  private static String key(SortedSet<Volume> series) {
    return String.join("\0", series.stream().map(Volume::toString).toList());
  }

  private static List<Verdict> ofSeries(
      RetentionPolicy policy, List<Candidate> same, Instant now, ZoneId zone) {
    List<Dated> good =
        same.stream()
            .filter(Candidate::good)
            .flatMap(set -> set.created().map(at -> new Dated(set, at)).stream())
            .filter(set -> !set.created().isAfter(now))
            .sorted(OLDEST_FIRST.reversed())
            .toList();
    Retention whole = new Retention(policy, zone, good);
    Retention certain =
        new Retention(
            policy, zone, good.stream().filter(set -> !set.candidate().leaving()).toList());
    return same.stream()
        .sorted(
            Comparator.<Candidate, Instant>comparing(set -> set.created().orElse(Instant.MIN))
                .thenComparing(Candidate::set)
                .reversed())
        .map(set -> new Verdict(set, (set.leaving() ? whole : certain).reasons(set, now)))
        .toList();
  }

  private SortedSet<Reason> reasons(Candidate set, Instant now) {
    SortedSet<Reason> reasons = new TreeSet<>();
    if (set.pinned()) {
      reasons.add(Reason.PINNED);
    }
    if (set.created().isEmpty()) {
      reasons.add(Reason.UNDATED);
    } else if (set.created().get().isAfter(now)) {
      reasons.add(Reason.AFTER_NOW);
    } else if (good.isEmpty()) {
      reasons.add(Reason.NO_GOOD_ONE);
    } else {
      addRules(reasons, new Dated(set, set.created().get()));
    }
    return reasons;
  }

  private void addRules(Set<Reason> reasons, Dated set) {
    if (amongNewest(set, 1)) {
      reasons.add(Reason.NEWEST);
    }
    if (policy.last() > 0 && amongNewest(set, policy.last())) {
      reasons.add(Reason.LAST);
    }
    if (policy.within().isPositive() && isWithin(set)) {
      reasons.add(Reason.WITHIN);
    }
    chosen.forEach(
        (reason, sets) -> {
          if (sets.contains(set)) {
            reasons.add(reason);
          }
        });
  }

  private boolean amongNewest(Dated set, int number) {
    return OLDEST_FIRST.compare(set, good.get(Math.min(number, good.size()) - 1)) >= 0;
  }

  /**
   * Counted from the last set but one: the last may have been made with a clock that had jumped
   * ahead, and must not make all others old.
   */
  private boolean isWithin(Dated set) {
    Instant from = good.get(Math.min(1, good.size() - 1)).created();
    return Duration.between(set.created(), from).compareTo(policy.within()) <= 0;
  }

  /** A newer set of a lower grade says less than this one. */
  private Set<Dated> bestGrade() {
    return good.stream()
        .min(Comparator.comparing(set -> set.candidate().grade()))
        .map(Set::of)
        .orElse(Set.of());
  }

  private void choose(
      Reason reason, int number, ZoneId zone, Function<ZonedDateTime, Object> period) {
    Map<Object, Dated> newest = new HashMap<>();
    for (Dated set : good) {
      Object own = period.apply(set.created().atZone(zone));
      if (newest.size() < number) {
        newest.putIfAbsent(own, set);
      }
    }
    chosen.put(reason, Set.copyOf(newest.values()));
  }

  private static Object monday(ZonedDateTime at) {
    return at.toLocalDate().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
  }
}
