package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Volume;
import io.lull.protocol.value.Sorted;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * What people and programs have said of a set that exists.
 *
 * @param pinned why it must not be deleted, if somebody has pinned it
 * @param verification what its last verification came to, if there was one
 * @param leaving the copies whose deletion was begun and given up, or failed; no provider takes
 *     back what it was asked, so that each of them may go at any time
 */
public record Standing(
    Optional<String> pinned, Optional<Verification> verification, SortedSet<Volume> leaving) {
  static final Standing NONE =
      new Standing(Optional.empty(), Optional.empty(), Sorted.set(Set.of()));

  /** What whoever would delete a set is told that was pinned for this reason. */
  public static Fault pinnedFor(String reason) {
    return Fault.expected(Failure.SET_PINNED, "a set that is not pinned", "this one is: " + reason);
  }

  Standing pinned(Optional<String> reason) {
    return new Standing(reason, verification, leaving);
  }

  Standing verified(Verification found) {
    return new Standing(pinned, Optional.of(found), leaving);
  }

  Standing leaving(Volume volume) {
    return new Standing(pinned, verification, Sorted.with(leaving, volume));
  }
}
