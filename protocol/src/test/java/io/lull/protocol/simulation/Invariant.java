package io.lull.protocol.simulation;

/** A promise of the sessions that make sets. */
public interface Invariant extends Promise {
  /** Looks at something as it happens. */
  default void see(Fact fact) {}

  /** Looks at the world when all faults are over and everything has had time to end. */
  default void checkAtRest(World world) {}

  /** A promise that has to be looked at after every single step. */
  interface OfEveryStep extends Invariant {
    void check(World world);
  }
}
