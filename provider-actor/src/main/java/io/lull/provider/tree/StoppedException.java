package io.lull.provider.tree;

import java.io.IOException;
import java.io.Serial;

/** The work was told to end before it was done. */
public final class StoppedException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  StoppedException() {
    super("it was told to stop");
  }
}
