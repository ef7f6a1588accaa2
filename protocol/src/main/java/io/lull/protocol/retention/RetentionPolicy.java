package io.lull.protocol.retention;

import io.lull.protocol.limit.Times;
import java.time.Duration;

/**
 * Which good sets of the same volumes stay; 0 is a rule that is not there.
 *
 * @param last so many newest ones
 * @param within those made so long before the last one but one, and all later ones
 * @param hourly the newest one of each of so many latest hours that have one
 * @param daily the same by days
 * @param weekly the same by weeks, which begin on Monday
 * @param monthly the same by months
 * @param yearly the same by years
 */
public record RetentionPolicy(
    int last, Duration within, int hourly, int daily, int weekly, int monthly, int yearly) {
  public static final int COUNT_MAX = 10_000;
  public static final Duration WITHIN_MAX = Duration.ofDays(36_525);
  public static final RetentionPolicy NONE = new RetentionPolicy(0, Duration.ZERO, 0, 0, 0, 0, 0);

  public RetentionPolicy {
    count("last", last);
    if (within.isNegative() || within.compareTo(WITHIN_MAX) > 0) {
      throw new IllegalArgumentException(
          "expected a time of 0 to "
              + WITHIN_MAX.toDays()
              + " days for 'within', but got "
              + Times.text(within));
    }
    count("hourly", hourly);
    count("daily", daily);
    count("weekly", weekly);
    count("monthly", monthly);
    count("yearly", yearly);
  }

  private static void count(String name, int count) {
    if (count < 0 || count > COUNT_MAX) {
      throw new IllegalArgumentException(
          "expected a number of 0 to " + COUNT_MAX + " for '" + name + "', but got " + count);
    }
  }

  /** Whether there is no rule at all, which nobody can have meant. */
  public boolean isEmpty() {
    return equals(NONE);
  }
}
