package io.lull.cli.verify;

import java.io.Serial;

/** What was asked says that something is wrong; the message is what it says. */
final class DamageException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  DamageException(String what) {
    super(what);
  }
}
