package io.lull.writer.spi;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;

/**
 * A handler has failed, with a failure of the catalogue.
 *
 * <p>A freeze that fails with {@link Failure#HOLD_REFUSED} says that somebody else holds the
 * application: then there is no hold, and nothing is ended.
 */
public final class WriterException extends Exception {
  private final Fault fault;

  public WriterException(Fault fault) {
    super(fault.detail());
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
