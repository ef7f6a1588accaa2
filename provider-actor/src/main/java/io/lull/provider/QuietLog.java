package io.lull.provider;

import io.lull.protocol.failure.Fault;

/** A log that writes nothing to any disk while something on the host is frozen. */
@FunctionalInterface
public interface QuietLog {
  /**
   * Keeps a line until it can be written; never waits.
   *
   * @param about what the fault befell, for instance a step of a set
   */
  void note(String about, Fault fault);
}
