package io.lull.cli.node;

import io.lull.cli.frame.Trouble;
import io.lull.protocol.failure.ExitCode;

/** A node could not be reached, or has not answered to the end. */
public final class NoAnswer extends Exception {
  private final boolean asked;
  private final boolean believed;
  private final String hint;

  private NoAnswer(String what, boolean asked, boolean believed, String hint) {
    super(what, null, false, false);
    this.asked = asked;
    this.believed = believed;
    this.hint = hint;
  }

  /** Nobody is there. */
  static NoAnswer unreached(Address address) {
    return new NoAnswer(
        "expected a node at " + address + ", but it cannot be reached",
        false,
        true,
        "Start a node there, or name another one by --node or LULL_NODE");
  }

  /** Somebody is there who may be anybody, and was told nothing. */
  static NoAnswer disbelieved(Address address, String why) {
    return new NoAnswer(
        "expected a node at " + address + " that can be believed, but " + why,
        false,
        false,
        "End that process if it is no node of yours, or name another node by --node, or a token"
            + " file of that user by --token-file");
  }

  /** Somebody was asked, and that is all. */
  static NoAnswer unanswered(String what) {
    return new NoAnswer(what, true, true, "Look at the log of the node and try again");
  }

  /** Whether the node may have heard the question. */
  public boolean asked() {
    return asked;
  }

  /** Whether it was asked, or would have been. */
  public boolean believed() {
    return believed;
  }

  public String what() {
    return String.valueOf(getMessage());
  }

  public Trouble trouble() {
    return Trouble.of(ExitCode.UNREACHABLE, what(), hint);
  }
}
