package io.lull.protocol.slot;

import io.lull.protocol.slot.Slot.Holding;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import java.time.Instant;
import java.util.List;

/** One host's creation slot; its rules are the rows of {@link SlotTable}. */
public final class SlotMachine
    implements Machine<Slot, SlotInput, Instant, SlotEvent, SlotEffect, SlotReply> {

  @Override
  public Decision<SlotEvent, SlotEffect, SlotReply> decide(
      Slot slot, SlotInput input, Instant now) {
    return SlotTable.TABLE.decide(slot.phase(), slot, input, now);
  }

  @Override
  public Slot apply(Slot slot, SlotEvent event) {
    return switch (event) {
      case SlotEvent.Taken e -> slot.taken(e.slot(), new Holding(e.session(), e.set(), e.since()));
      case SlotEvent.Released e -> slot.over(e.session(), e.set());
      case SlotEvent.Expired e -> slot.over(e.session(), e.set());
    };
  }

  /** The timer does not survive its process; the holder gets the whole lease again. */
  @Override
  public List<SlotEffect> outstanding(Slot slot, Instant now) {
    return switch (slot.phase()) {
      case FREE -> List.of();
      case TAKEN -> List.of(SlotRules.timer(slot, slot.newest(), 0));
    };
  }
}
