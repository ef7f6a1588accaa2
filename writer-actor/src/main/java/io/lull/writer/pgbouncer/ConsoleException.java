package io.lull.writer.pgbouncer;

import java.io.IOException;
import java.io.Serial;

/** What PgBouncer said when it did not do what it was told; its console is there all the same. */
public final class ConsoleException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  ConsoleException(String said) {
    super(said);
  }

  /** Whether it was told to resume what nobody had paused. */
  public boolean isNotPaused() {
    return says("not paused");
  }

  /** Whether it was told to pause what is paused. */
  public boolean isPausedAlready() {
    return says("already suspended/paused");
  }

  /** Whether it knows no such database any more. */
  public boolean isNoDatabase() {
    return says("no such database");
  }

  private boolean says(String words) {
    return String.valueOf(getMessage()).contains(words);
  }
}
