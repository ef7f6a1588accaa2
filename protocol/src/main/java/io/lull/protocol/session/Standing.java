package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.util.Optional;

/**
 * What people and programs have said of a set that exists.
 *
 * @param pinned why it must not be deleted, if somebody has pinned it
 * @param verification what its last verification came to, if there was one
 */
public record Standing(Optional<String> pinned, Optional<Verification> verification) {
  static final Standing NONE = new Standing(Optional.empty(), Optional.empty());

  /** What whoever would delete a set is told that was pinned for this reason. */
  public static Fault pinnedFor(String reason) {
    return Fault.expected(Failure.SET_PINNED, "a set that is not pinned", "this one is: " + reason);
  }

  Standing pinned(Optional<String> reason) {
    return new Standing(reason, verification);
  }

  Standing verified(Verification found) {
    return new Standing(pinned, Optional.of(found));
  }
}
