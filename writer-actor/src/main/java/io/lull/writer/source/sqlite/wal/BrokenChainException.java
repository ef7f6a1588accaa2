package io.lull.writer.source.sqlite.wal;

import java.io.Serial;

/** Something was written that is in no log any more, so that nothing can go on where logs end. */
final class BrokenChainException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  BrokenChainException(String why) {
    super(why);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
