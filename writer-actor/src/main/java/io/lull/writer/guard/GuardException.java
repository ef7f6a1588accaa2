package io.lull.writer.guard;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.io.Serial;

/** Something that the guard or the node's side of it will not or cannot do, and why. */
public final class GuardException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final transient Fault fault;

  public GuardException(Fault fault) {
    super(fault.detail());
    this.fault = fault;
  }

  static GuardException expected(Failure failure, String expected, String but) {
    return new GuardException(Fault.expected(failure, expected, but));
  }

  public Fault fault() {
    return fault;
  }
}
