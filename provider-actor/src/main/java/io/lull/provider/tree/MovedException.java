package io.lull.provider.tree;

import java.io.IOException;
import java.io.Serial;

/** Under a name that was looked at before there is another directory now. */
final class MovedException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  MovedException(String path) {
    super("another directory has come in the place of " + path);
  }
}
