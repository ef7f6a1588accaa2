package io.lull.protocol.session;

import java.util.Optional;

/**
 * What people and programs have said of a set that exists.
 *
 * @param pinned why it must not be deleted, if somebody has pinned it
 * @param verification what its last verification came to, if there was one
 */
public record Standing(Optional<String> pinned, Optional<Verification> verification) {
  static final Standing NONE = new Standing(Optional.empty(), Optional.empty());

  Standing pinned(Optional<String> reason) {
    return new Standing(reason, verification);
  }

  Standing verified(Verification found) {
    return new Standing(pinned, Optional.of(found));
  }
}
