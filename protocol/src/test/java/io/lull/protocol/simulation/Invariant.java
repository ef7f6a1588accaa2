package io.lull.protocol.simulation;

/** A promise that has to hold throughout every run. */
public interface Invariant {
  /** The promise in one sentence; the documentation shows it. */
  String promise();

  /** Looks at something as it happens. */
  default void see(Fact fact) {}

  /** Looks at the world when all faults are over and everything has had time to end. */
  default void checkAtRest(World world) {}

  default String name() {
    return getClass().getSimpleName();
  }

  /** Ends the run because the promise is broken. */
  default void broken(String detail) {
    throw new Violation(name(), detail);
  }

  default void require(boolean kept, String detail) {
    if (!kept) {
      broken(detail);
    }
  }

  /** A promise that has to be looked at after every single step. */
  interface OfEveryStep extends Invariant {
    void check(World world);
  }
}
