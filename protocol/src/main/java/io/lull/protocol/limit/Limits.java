package io.lull.protocol.limit;

import static io.lull.protocol.limit.Setting.Unit.COUNT;
import static io.lull.protocol.limit.Setting.Unit.TIME;
import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One value for every {@link Setting}, fit for use once {@link #requireValid} has passed it.
 *
 * <p>It is a map behind named accessors and not two dozen components of one type, which nobody
 * could call without mixing two up. Bad values may be put in, so that {@link #check} can report all
 * of them at once.
 *
 * @param times the settings of time; one that is left out has its default
 * @param counts the settings that count; one that is left out has its default
 */
public record Limits(Map<Setting, Duration> times, Map<Setting, Integer> counts) {
  /** Anything longer is a unit mixed up, not a wish. */
  public static final Duration TIME_MAX = Duration.ofDays(7);

  /** Anything more is a slip of the keyboard, not a wish. */
  public static final int COUNT_MAX = 10_000;

  /** What a lease must have left beyond commit and thaw, for the way there and back. */
  public static final Duration MARGIN = Duration.ofSeconds(2);

  private static final Limits DEFAULTS = new Limits(Map.of(), Map.of());

  public Limits {
    times.keySet().forEach(setting -> setting.require(TIME));
    counts.keySet().forEach(setting -> setting.require(COUNT));
    EnumMap<Setting, Duration> allTimes = new EnumMap<>(Setting.class);
    EnumMap<Setting, Integer> allCounts = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      switch (setting.unit()) {
        case TIME -> allTimes.put(setting, setting.defaultTime());
        case COUNT -> allCounts.put(setting, setting.defaultCount());
      }
    }
    allTimes.putAll(times);
    allCounts.putAll(counts);
    times = Collections.unmodifiableMap(allTimes);
    counts = Collections.unmodifiableMap(allCounts);
  }

  public static Limits defaults() {
    return DEFAULTS;
  }

  public Limits with(Setting setting, Duration time) {
    EnumMap<Setting, Duration> changed = new EnumMap<>(times);
    changed.put(setting, time);
    return new Limits(changed, counts);
  }

  public Limits with(Setting setting, int count) {
    EnumMap<Setting, Integer> changed = new EnumMap<>(counts);
    changed.put(setting, count);
    return new Limits(times, changed);
  }

  /**
   * Everything that is wrong with these limits, in the order of the settings, then of the rules.
   */
  public List<Problem> check() {
    List<Problem> problems = new ArrayList<>();
    for (Setting setting : Setting.values()) {
      if (!inRange(setting)) {
        problems.add(
            new Problem(setting, "expected " + range(setting) + ", but it is " + shown(setting)));
      }
    }
    for (Rule rule : Rule.values()) {
      // A value that is out of range was reported already and makes no sense in a sum.
      if (rule.settings().stream().allMatch(this::inRange) && !rule.holds(this)) {
        problems.add(rule.problem(this));
      }
    }
    return List.copyOf(problems);
  }

  /** These limits, or an exception that lists all that {@link #check} found. */
  public Limits requireValid() {
    List<Problem> problems = check();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          problems.stream()
              .map(Problem::toString)
              .collect(joining("\n  ", "expected limits that agree, but found:\n  ", "")));
    }
    return this;
  }

  /**
   * How long all freezes together may take when the shortest hold is this one.
   *
   * <p>Zero when the hold is too short to freeze at all: what follows the freeze would outlast it.
   */
  public Duration freezeDeadline(Duration smallestLease) {
    // Compared before it is subtracted from: a hostile writer may declare a hold that overflows.
    return smallestLease.compareTo(afterFreeze()) <= 0
        ? Duration.ZERO
        : shorter(freeze(), smallestLease.minus(afterFreeze()));
  }

  /** The hold that a writer gets: what it declares, but never more than the policy allows. */
  public Duration effectiveHold(Duration declaredByWriter) {
    return shorter(declaredByWriter, hold());
  }

  /** What every lease must still have left when the commit starts. */
  public Duration afterFreeze() {
    return commit().plus(thaw()).plus(MARGIN);
  }

  /**
   * How long to wait when a creation slot was refused this many times; each wait is twice the last.
   *
   * <p>Without jitter, which needs a random number and so belongs to whoever waits.
   */
  public Duration slotRetryWait(int refusals) {
    Duration wait = slotRetryBackoff();
    for (int i = 1; i < refusals && wait.compareTo(TIME_MAX) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait;
  }

  public Duration time(Setting setting) {
    setting.require(TIME);
    return times.getOrDefault(setting, setting.defaultTime());
  }

  public int count(Setting setting) {
    setting.require(COUNT);
    return counts.getOrDefault(setting, setting.defaultCount());
  }

  public Duration identify() {
    return time(Setting.IDENTIFY);
  }

  public Duration begin() {
    return time(Setting.BEGIN);
  }

  public Duration prepareForBackup() {
    return time(Setting.PREPARE_FOR_BACKUP);
  }

  public Duration prepareForSnapshot() {
    return time(Setting.PREPARE_FOR_SNAPSHOT);
  }

  public Duration endPrepare() {
    return time(Setting.END_PREPARE);
  }

  public Duration hold() {
    return time(Setting.HOLD);
  }

  public Duration freeze() {
    return time(Setting.FREEZE);
  }

  public Duration commit() {
    return time(Setting.COMMIT);
  }

  public Duration thaw() {
    return time(Setting.THAW);
  }

  public Duration preFinal() {
    return time(Setting.PRE_FINAL);
  }

  public Duration postFinal() {
    return time(Setting.POST_FINAL);
  }

  public Duration postSnapshot() {
    return time(Setting.POST_SNAPSHOT);
  }

  public Duration backupComplete() {
    return time(Setting.BACKUP_COMPLETE);
  }

  public Duration abort() {
    return time(Setting.ABORT);
  }

  public Duration backupShutdown() {
    return time(Setting.BACKUP_SHUTDOWN);
  }

  public Duration delete() {
    return time(Setting.DELETE);
  }

  public Duration restore() {
    return time(Setting.RESTORE);
  }

  public int volumesPerSet() {
    return count(Setting.VOLUMES_PER_SET);
  }

  public Duration requesterLease() {
    return time(Setting.REQUESTER_LEASE);
  }

  public Duration slotLease() {
    return time(Setting.SLOT_LEASE);
  }

  public Duration preparedLease() {
    return time(Setting.PREPARED_LEASE);
  }

  public int slotRetryAttempts() {
    return count(Setting.SLOT_RETRY_ATTEMPTS);
  }

  public Duration slotRetryBackoff() {
    return time(Setting.SLOT_RETRY_BACKOFF);
  }

  public int writerSessions() {
    return count(Setting.WRITER_SESSIONS);
  }

  public Duration abandonedSession() {
    return time(Setting.ABANDONED_SESSION);
  }

  /** How the value reads in a message or a table. */
  String shown(Setting setting) {
    return setting.unit() == COUNT ? Integer.toString(count(setting)) : Times.text(time(setting));
  }

  private boolean inRange(Setting setting) {
    return switch (setting.unit()) {
      case TIME -> time(setting).isPositive() && time(setting).compareTo(TIME_MAX) <= 0;
      case COUNT -> count(setting) > 0 && count(setting) <= COUNT_MAX;
    };
  }

  private static String range(Setting setting) {
    return "more than 0 and at most "
        + (setting.unit() == COUNT ? Integer.toString(COUNT_MAX) : Times.text(TIME_MAX));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
