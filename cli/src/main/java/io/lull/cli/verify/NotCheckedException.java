package io.lull.cli.verify;

import java.io.Serial;

/** Nobody could be asked; the message is why, and nothing is known to be good or bad. */
final class NotCheckedException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  NotCheckedException(String why) {
    super(why);
  }
}
