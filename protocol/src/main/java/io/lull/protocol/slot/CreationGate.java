package io.lull.protocol.slot;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import java.util.Optional;

/**
 * A host's own memory of who creates here, for all its writers and providers.
 *
 * <p>The creation slot lives elsewhere and its holder may have lost it without knowing. So the host
 * itself refuses what comes under an old number, and a second creation under the same one.
 *
 * @param newest the newest number seen
 * @param set the set that is created under it; none before the first
 */
public record CreationGate(SlotEpoch newest, Optional<SetId> set) {
  /** The gate of a host that has seen no creation. */
  public static final CreationGate UNUSED = new CreationGate(SlotEpoch.NONE, Optional.empty());

  /** What the gate says to a message. */
  public sealed interface Admission {
    /** It may pass, and from now on the gate is this one. */
    record Admitted(CreationGate next) implements Admission {}

    /** It is too late, or a second creation. */
    record Barred(Fault fault) implements Admission {}
  }

  /**
   * Lets a message pass or bars it.
   *
   * @param creates whether the message moves a creation on; one that ends something may always pass
   */
  public Admission admit(Stamp stamp, boolean creates) {
    if (!creates) {
      return new Admission.Admitted(this);
    }
    if (stamp.slot().equals(SlotEpoch.NONE)) {
      return barred("a creation under a slot epoch", "the stamp has none");
    }
    if (stamp.slot().isBefore(newest)) {
      return barred("slot epoch " + newest + " or a later one", "it came with " + stamp.slot());
    }
    if (stamp.slot().equals(newest) && !set.equals(Optional.of(stamp.set()))) {
      return barred("one creation under slot epoch " + newest, "a second one came: " + stamp.set());
    }
    return new Admission.Admitted(seen(stamp.slot(), stamp.set()));
  }

  /** The gate after a creation was seen here, in whatever way. */
  public CreationGate seen(SlotEpoch slot, SetId created) {
    return newest.isBefore(slot) ? new CreationGate(slot, Optional.of(created)) : this;
  }

  private static Admission barred(String expected, String but) {
    return new Admission.Barred(Fault.expected(Failure.STALE_SLOT, expected, but));
  }
}
