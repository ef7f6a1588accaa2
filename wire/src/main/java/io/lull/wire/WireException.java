package io.lull.wire;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;

/** Something could not be read or written; nothing of it was handed out. */
public final class WireException extends RuntimeException {
  private final Fault fault;

  WireException(Fault fault) {
    super(fault.toString());
    this.fault = fault;
  }

  WireException(Fault fault, Throwable cause) {
    super(fault.toString(), cause);
    this.fault = fault;
  }

  static WireException malformed(String expected, String but) {
    return new WireException(Fault.expected(Failure.MALFORMED, expected, but));
  }

  public static WireException tooLarge(String expected, String but) {
    return new WireException(Fault.expected(Failure.TOO_LARGE, expected, but));
  }

  /** What is wrong: {@link Failure#MALFORMED} or {@link Failure#TOO_LARGE}. */
  public Fault fault() {
    return fault;
  }
}
