package io.lull.cli.frame;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.util.Optional;

/**
 * A trouble for programs, as {@code -o json} prints it.
 *
 * @param exit what the program exits with
 * @param meaning what that number means for every command
 * @param code the failure of the catalogue, if one stands for it
 */
public record TroubleView(
    int exit,
    String meaning,
    String detail,
    String hint,
    Optional<String> code,
    Optional<String> title,
    boolean retryable) {
  public static TroubleView of(Trouble trouble) {
    return new TroubleView(
        trouble.exit().number(),
        trouble.exit().meaning(),
        trouble.what(),
        trouble.hint(),
        trouble.failure().map(Failure::code),
        trouble.failure().map(Failure::name),
        trouble.failure().map(Failure::retryable).orElse(false));
  }

  /** The same as one line for people. */
  public String line() {
    StringBuilder line = new StringBuilder("lull: ");
    code.ifPresent(known -> line.append(known).append(' ').append(title.orElse("")).append(": "));
    // Escapes once more, because what a node sent has passed no check of ours.
    line.append(Fault.of(Failure.INTERNAL, detail).detail());
    if (!hint.isEmpty()) {
      line.append(". ").append(Fault.of(Failure.INTERNAL, hint).detail());
    }
    return line.toString();
  }
}
