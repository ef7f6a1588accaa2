package io.lull.provider.tree;

import io.lull.kernel.FileStat;
import java.time.Duration;

/**
 * When a file that looks unchanged is believed to be unchanged.
 *
 * <p>A file whose number, size and times are those of before may have changed all the same: its
 * file system rounds times, so that two changes within one tick leave one time; and a process that
 * has it mapped into its memory changes its time only with the first write after the last time that
 * it was forced to the disk. So only those are believed that changed well before everything was
 * forced, which was before they were read.
 *
 * @param times whether the file system keeps the time of a change at all writes
 * @param clock what the clock said when it was last compared with the one that nobody can set
 */
public record Trust(boolean times, long clock) {
  /** More than any file system rounds to; FAT has the coarsest times. */
  static final Duration MARGIN = Duration.ofSeconds(2);

  private static final long STEP = Duration.ofSeconds(1).toMillis();

  /** The difference between the two clocks, which stays as long as nobody sets one. */
  static long offset() {
    return System.currentTimeMillis() - System.nanoTime() / 1_000_000;
  }

  public static Trust now(boolean times) {
    return new Trust(times, offset());
  }

  /**
   * @param forced when it was begun to force what the file system had, before the file was read
   */
  boolean believes(FileStat stat, long forced) {
    long changed = stat.change().seconds() * 1000 + stat.change().nanos() / 1_000_000;
    return times && changed < forced - MARGIN.toMillis();
  }

  /** No time is believed any more after the clock was set. */
  Trust checked() {
    return Math.abs(offset() - clock) > STEP ? new Trust(false, clock) : this;
  }
}
