package io.lull.protocol.slot;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;

/** What a host's creation slot is given. */
public sealed interface SlotInput {
  /** A session asks for the slot; asked again by its holder it gets the same answer. */
  record TakeSlot(SessionId session, SetId set) implements SlotInput {}

  /** A session gives back whatever it holds of this slot, also when it never heard that it does. */
  record ReleaseSlot(SessionId session) implements SlotInput {}

  /** The holder answers that it still needs the slot. */
  record StillNeeded(SessionId session, SlotEpoch slot) implements SlotInput {}

  /** The slot's lease is due for the given time; a few unanswered questions end it. */
  record SlotDue(SlotEpoch slot, int unanswered) implements SlotInput {}
}
