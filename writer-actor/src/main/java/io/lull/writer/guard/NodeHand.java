package io.lull.writer.guard;

import java.util.Optional;

/** What the node can do by itself about a hold of its guard. */
public interface NodeHand extends AutoCloseable {
  /**
   * Tries to let go; may block for as long as the guard's own call does.
   *
   * @return whether that ended the hold, or found nothing to end; empty if nobody knows
   */
  Optional<Boolean> letGo();

  @Override
  void close();
}
