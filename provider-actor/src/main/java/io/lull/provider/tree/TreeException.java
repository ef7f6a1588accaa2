package io.lull.provider.tree;

import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.io.IOException;
import java.io.Serial;

/** What could not be done with which file of a tree. */
public final class TreeException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final transient Fault fault;

  TreeException(String path, SystemCallException cause) {
    super(path + ": " + cause.getMessage(), cause);
    fault =
        Fault.expected(
            cause.fault("").failure(), "to copy " + path, String.valueOf(cause.getMessage()));
  }

  public TreeException(Failure failure, String expected, String but) {
    super("expected " + expected + ", but " + but);
    fault = Fault.expected(failure, expected, but);
  }

  public Fault fault() {
    return fault;
  }
}
