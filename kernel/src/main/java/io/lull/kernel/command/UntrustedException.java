package io.lull.kernel.command;

import java.io.Serial;

/** A program is not to be run: somebody who may not decide over this process could change it. */
public final class UntrustedException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  public UntrustedException(String why) {
    super(why);
  }
}
