package io.lull.cli.node;

import java.time.Duration;

/** Time that a command lets pass before it asks again. */
public final class Pause {
  private Pause() {}

  /** Lets this much pass; whoever is told to end meanwhile goes on at once, and still knows it. */
  public static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }
}
