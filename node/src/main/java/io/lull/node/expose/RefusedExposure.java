package io.lull.node.expose;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;

/** Why a copy is not shown where somebody wants it. */
final class RefusedExposure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  RefusedExposure(Failure failure, String expected, String but) {
    super(expected, null, false, false);
    this.fault = Fault.expected(failure, expected, but);
  }

  Fault fault() {
    return fault;
  }
}
