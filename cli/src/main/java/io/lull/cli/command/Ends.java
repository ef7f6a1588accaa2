package io.lull.cli.command;

import io.lull.protocol.failure.ExitCode;
import io.lull.wire.api.SessionView;

/** With which exit code a session is told of. */
final class Ends {
  private Ends() {}

  /** An unconfirmed thaw outranks everything: somebody has to look, whatever else went well. */
  static ExitCode of(SessionView session) {
    if (!session.unconfirmed().isEmpty()) {
      return ExitCode.THAW_UNCONFIRMED;
    }
    return session
        .failure()
        .map(fault -> fault.failure().exitCode())
        .orElseGet(
            () ->
                session.grade().filter(grade -> !grade.atLeast(session.lowest())).isPresent()
                    ? ExitCode.BELOW_GRADE
                    : ExitCode.COMPLETED);
  }
}
