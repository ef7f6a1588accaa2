package io.lull.protocol.retention;

/** Why a set stays. */
public enum Reason {
  /** Somebody has pinned it. */
  PINNED,
  /** It is the last good set of its volumes, or newer than that. */
  NEWEST,
  /** It is the last good one of the best grade that a set of its volumes has. */
  BEST_GRADE,
  /** It is as new as the newest ones that stay by their number. */
  LAST,
  /** It is as new as what stays by its age. */
  WITHIN,
  /** It is the newest of its hour. */
  HOURLY,
  /** It is the newest of its day. */
  DAILY,
  /** It is the newest of its week. */
  WEEKLY,
  /** It is the newest of its month. */
  MONTHLY,
  /** It is the newest of its year. */
  YEARLY,
  /** It is dated after now, so that a clock was or is wrong. */
  AFTER_NOW,
  /** Nobody knows when it was made. */
  UNDATED,
  /** Its volumes have no good set, and this may be the best that there is. */
  NO_GOOD_ONE
}
