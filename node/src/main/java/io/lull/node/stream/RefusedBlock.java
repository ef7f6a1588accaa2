package io.lull.node.stream;

import io.lull.protocol.failure.Fault;

/** Nothing can be read, with a failure of the catalogue. */
public final class RefusedBlock extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  RefusedBlock(Fault fault) {
    super(fault.toString(), null, false, false);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
