package io.lull.wire.text;

import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.util.Optional;

/**
 * Why a command has not done what was asked, for programs, as {@code -o json} prints it.
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
  /** What no failure of the catalogue stands for. */
  public static TroubleView of(ExitCode exit, String detail, String hint) {
    return of(exit, detail, hint, Optional.empty());
  }

  public static TroubleView of(
      ExitCode exit, String detail, String hint, Optional<Failure> failure) {
    return new TroubleView(
        exit.number(),
        exit.meaning(),
        detail,
        hint,
        failure.map(Failure::code),
        failure.map(Failure::name),
        failure.map(Failure::retryable).orElse(false));
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
