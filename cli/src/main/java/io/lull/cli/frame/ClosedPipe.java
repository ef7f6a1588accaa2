package io.lull.cli.frame;

/** Nobody reads our output any more; what we could still print is for nobody. */
public final class ClosedPipe extends RuntimeException {
  /** As the shell has it for whoever dies of SIGPIPE. */
  public static final int EXIT = 128 + 13;

  ClosedPipe() {
    super("nobody reads the output", null, false, false);
  }
}
