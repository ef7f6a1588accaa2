package io.lull.provider.exec;

import io.lull.kernel.command.Outcome;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Volume;
import io.lull.provider.spi.ProviderException;
import java.util.Optional;

/** What the end of a command says. */
final class Places {
  private Places() {}

  static void checkSuccess(String command, Volume volume, Outcome outcome)
      throws ProviderException {
    if (!outcome.isSuccess()) {
      throw new ProviderException(
          Fault.expected(
              Failure.PROVIDER_VETO,
              "the command '" + command + "' for " + volume + " to succeed",
              outcome.complaint()));
    }
  }

  /** The path that a command has printed, in its first line; empty if it has printed nothing. */
  static Optional<String> in(String command, Outcome outcome) throws ProviderException {
    int end = outcome.out().indexOf('\n');
    String line = end < 0 ? outcome.out() : outcome.out().substring(0, end);
    if (line.isBlank()) {
      return Optional.empty();
    }
    if (!line.startsWith("/") || line.indexOf('\0') >= 0) {
      throw new ProviderException(
          Fault.expected(
              Failure.PROVIDER_VETO,
              "the command '" + command + "' to print the absolute path of the copy",
              "it printed '" + line.substring(0, Math.min(100, line.length())) + "'"));
    }
    return Optional.of(line);
  }
}
