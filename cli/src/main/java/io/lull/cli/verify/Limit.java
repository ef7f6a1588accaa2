package io.lull.cli.verify;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Deadline;
import io.lull.cli.node.Pause;
import io.lull.protocol.failure.ExitCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long a verification may go on: until its time is over, or somebody has had enough. */
final class Limit {
  private static final Duration LATER = Duration.ofSeconds(1);

  private final Deadline deadline;
  private volatile @Nullable Trouble stopped;

  Limit(Deadline deadline) {
    this.deadline = deadline;
  }

  static Trouble interruption() {
    return Trouble.of(
        ExitCode.ABORTED, "the verification was interrupted; nothing of it is left", "");
  }

  /** From another thread. */
  void stop() {
    stopped = interruption();
  }

  /** The same, once Ctrl-C that reached what we have started before us has reached us too. */
  void checkLater() {
    Pause.of(LATER);
    check();
  }

  /** Throws if it is not to go on. */
  void check() {
    Trouble why = stopped;
    if (why != null) {
      throw why;
    }
    if (deadline.isOver()) {
      throw Trouble.of(
          ExitCode.ABORTED_BY_LIMIT,
          "expected the set to be verified by now, but the time of --timeout is over",
          "Give it more; nothing of it is left");
    }
  }
}
