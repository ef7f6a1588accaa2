package io.lull.protocol.simulation;

/** What has to hold throughout every run. */
public interface Promise {
  /** The promise in one sentence; the documentation shows it. */
  String promise();

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
}
