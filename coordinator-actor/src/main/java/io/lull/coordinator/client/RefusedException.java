package io.lull.coordinator.client;

import io.lull.protocol.failure.Fault;

/** A call was not done, or failed; the fault says why, and its hint what to do next. */
public final class RefusedException extends RuntimeException {
  private final transient Fault fault;

  public RefusedException(Fault fault) {
    super(fault.toString());
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
