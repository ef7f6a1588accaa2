package io.lull.provider;

import io.lull.cluster.config.log.Subject;
import io.lull.protocol.failure.Fault;

/** A log that makes nobody wait, also while its disk stands still. */
@FunctionalInterface
public interface QuietLog {
  /**
   * Takes a line and returns at once.
   *
   * @param about what the fault befell, for instance a step of a set
   */
  void note(String about, Fault fault);

  /** The same for what befell a set. */
  default void note(Subject set, String about, Fault fault) {
    note(about, fault);
  }

  /** Takes a line on what went as it should, and returns at once; it may be thrown away. */
  default void went(Subject set, String line) {}
}
