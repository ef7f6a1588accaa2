package io.lull.protocol.slot;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;

/** What a host's creation slot is given. */
public sealed interface SlotInput {
  /** A session asks for the slot; asked again by its holder it gets the same answer. */
  record TakeSlot(SessionId session, SetId set) implements SlotInput {}

  /**
   * A session gives back what it took for this set, also when it never heard that it was granted;
   * it names the set, so that a late release cannot end what the same session has taken since.
   */
  record ReleaseSlot(SessionId session, SetId set) implements SlotInput {}

  /** The holder answers that it still needs the slot. */
  record StillNeeded(SessionId session, SlotEpoch slot) implements SlotInput {}

  /** The slot's lease is due for the given time; a few unanswered questions end it. */
  record SlotDue(SlotEpoch slot, int unanswered) implements SlotInput {}
}
