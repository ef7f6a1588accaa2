package io.lull.kernel;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.io.IOException;
import java.io.Serial;
import java.util.Optional;

/** A system call failed, and the kernel said why. */
public final class SystemCallException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private final String what;
  private final int number;

  SystemCallException(String what, int number) {
    super(what + ": " + words(number));
    this.what = what;
    this.number = number;
  }

  /** Empty for an error number that has no name here. */
  public Optional<Errno> errno() {
    return Errno.of(number);
  }

  public boolean is(Errno errno) {
    return errno().filter(errno::equals).isPresent();
  }

  /** The failure that the error number stands for; a veto of the provider if it has no name. */
  public Fault fault(String expected) {
    return Fault.expected(
        errno().map(Errno::failure).orElse(Failure.PROVIDER_VETO),
        expected,
        what + ": " + words(number));
  }

  private static String words(int number) {
    return Errno.of(number)
        .map(errno -> errno.meaning() + " (" + errno + ")")
        .orElse("error number " + number);
  }
}
