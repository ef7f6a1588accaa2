package io.lull.protocol.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** Everything in a run that could as well be otherwise is decided by one of these. */
public class Dice {
  public static final long MILLI = 1_000_000;
  public static final long SECOND = 1_000 * MILLI;
  public static final long MINUTE = 60 * SECOND;

  private final SplittableRandom random;

  public Dice(long seed) {
    this.random = new SplittableRandom(seed);
  }

  public boolean chance(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  public long between(long least, long most) {
    return least >= most ? least : random.nextLong(least, most + 1);
  }

  public double fraction() {
    return random.nextDouble();
  }

  public long bits() {
    return random.nextLong();
  }

  public <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
