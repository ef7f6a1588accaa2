package io.lull.cli.node;

import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;

/** A node could not be reached, or has not answered to the end. */
public final class NoAnswer extends Exception {
  private final boolean asked;

  NoAnswer(String what, boolean asked) {
    super(what, null, false, false);
    this.asked = asked;
  }

  /** Whether the node may have heard the question. */
  public boolean asked() {
    return asked;
  }

  public Trouble trouble() {
    return Trouble.of(
        ExitCode.UNREACHABLE,
        String.valueOf(getMessage()),
        asked
            ? "Look at the log of the node and try again"
            : "Start a node there, or name another one by --node or LULL_NODE");
  }
}
