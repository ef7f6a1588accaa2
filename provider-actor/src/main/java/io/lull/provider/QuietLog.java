package io.lull.provider;

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
}
