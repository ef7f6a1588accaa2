package io.lull.protocol.slot;

import static io.lull.protocol.slot.SlotPhase.FREE;
import static io.lull.protocol.slot.SlotPhase.TAKEN;

import io.lull.protocol.slot.SlotInput.ReleaseSlot;
import io.lull.protocol.slot.SlotInput.SlotDue;
import io.lull.protocol.slot.SlotInput.StillNeeded;
import io.lull.protocol.slot.SlotInput.TakeSlot;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Table;
import java.time.Instant;

/** The rules of a creation slot, one row each. */
public final class SlotTable {
  public static final Table<
          SlotPhase, Slot, SlotInput, Instant, Decision<SlotEvent, SlotEffect, SlotReply>>
      TABLE =
          Table.<SlotPhase, Slot, SlotInput, Instant, Decision<SlotEvent, SlotEffect, SlotReply>>of(
                  SlotPhase.class,
                  SlotInput.class,
                  Decision.nothing(),
                  // Who may not have the slot is told who has it, which is more than a failure.
                  (slot, input, failure) -> Decision.nothing())
              // Who creates.
              .on(FREE, TakeSlot.class, "granted, unless it is over", SlotRules::take, TAKEN, FREE)
              .on(TAKEN, TakeSlot.class, "its holder again, or another", SlotRules::takeTaken)
              .on(FREE, ReleaseSlot.class, "it may be on its way", SlotRules::release)
              .on(TAKEN, ReleaseSlot.class, "free if held", SlotRules::release, FREE, TAKEN)
              // Whether the holder is still there.
              .on(TAKEN, SlotDue.class, "asked, at last ended", SlotRules::due, TAKEN, FREE)
              .ignore(FREE, SlotDue.class, "the holding that it was started for is over")
              .on(TAKEN, StillNeeded.class, "the lease begins anew", SlotRules::stillNeeded)
              .ignore(FREE, StillNeeded.class, "too late; the host refuses the old number")
              .build();

  private SlotTable() {}
}
