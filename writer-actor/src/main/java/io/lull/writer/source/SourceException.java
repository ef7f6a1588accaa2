package io.lull.writer.source;

import io.lull.protocol.failure.Fault;

/** A source cannot do what it was asked, with a failure of the catalogue. */
public final class SourceException extends Exception {
  private final Fault fault;

  public SourceException(Fault fault) {
    super(fault.detail());
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
