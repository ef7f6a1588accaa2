package io.lull.writer;

import io.lull.protocol.time.Uptime;

/** Remembers when something has to end, and depends on no actor to see to it. */
@FunctionalInterface
public interface LeaseKeeper {
  /** What was armed; to disarm it twice, or when it is over, does nothing. */
  @FunctionalInterface
  interface Armed {
    void disarm();
  }

  /**
   * Has this run when the clock has reached the moment, on a thread of the keeper that may block.
   */
  Armed arm(Uptime at, Runnable due);

  /** How much is armed: for people, since it has changed when they read it. */
  default int armed() {
    return 0;
  }
}
