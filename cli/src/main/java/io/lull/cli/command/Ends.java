package io.lull.cli.command;

import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.wire.api.RestoreView;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.StreamView;

/** With which exit code a session is told of, whatever it does. */
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

  /** Files that are damaged or not back are a failure, also if no writer has complained. */
  static ExitCode of(RestoreView restore) {
    boolean damaged = restore.components().containsValue(FileRestoreStatus.FAILED);
    if (damaged) {
      return ExitCode.FAILED;
    }
    return restore.failures().values().stream()
        .findFirst()
        .or(restore::end)
        .map(fault -> fault.failure().exitCode())
        .orElseGet(() -> isBack(restore) ? ExitCode.COMPLETED : ExitCode.FAILED);
  }

  private static boolean isBack(RestoreView restore) {
    return !restore.components().isEmpty()
        && restore.components().values().stream().allMatch(FileRestoreStatus.ALL::equals);
  }

  /** Only what is stored is a backup; what was given up, or stopped, came to nothing. */
  static ExitCode of(StreamView stream) {
    if (stream.fault().isPresent()) {
      return stream.fault().get().failure().exitCode();
    }
    if (!stream.stored()) {
      return ExitCode.ABORTED;
    }
    return stream.lost().isEmpty() ? ExitCode.COMPLETED : ExitCode.BELOW_GRADE;
  }
}
