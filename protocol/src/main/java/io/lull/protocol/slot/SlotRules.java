package io.lull.protocol.slot;

import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.slot.Slot.Holding;
import io.lull.protocol.slot.SlotEffect.AskOwner;
import io.lull.protocol.slot.SlotEffect.StartSlotTimer;
import io.lull.protocol.slot.SlotEvent.Expired;
import io.lull.protocol.slot.SlotEvent.Released;
import io.lull.protocol.slot.SlotEvent.Taken;
import io.lull.protocol.slot.SlotInput.ReleaseSlot;
import io.lull.protocol.slot.SlotInput.SlotDue;
import io.lull.protocol.slot.SlotInput.StillNeeded;
import io.lull.protocol.slot.SlotInput.TakeSlot;
import io.lull.protocol.slot.SlotReply.SlotBusy;
import io.lull.protocol.slot.SlotReply.SlotGranted;
import io.lull.protocol.slot.SlotReply.SlotReleased;
import io.lull.protocol.table.Decision;
import java.time.Instant;
import java.util.List;

/** What the rows of {@link SlotTable} do. */
final class SlotRules {
  /** One lost answer must not cost a creation, and a dead owner must not cost more than a lease. */
  static final int QUESTIONS = 3;

  private SlotRules() {}

  static Decision<SlotEvent, SlotEffect, SlotReply> take(Slot slot, TakeSlot input, Instant now) {
    if (isOver(slot, input.set())) {
      return Decision.reply(new SlotReleased(slot.host(), input.session(), input.set()));
    }
    SlotEpoch number = SlotEpoch.after(slot.newest(), now);
    return new Decision<>(
        List.of(new Taken(number, input.session(), input.set(), now)),
        List.of(timer(slot, number, 0)),
        List.of(granted(slot, input, number)));
  }

  static Decision<SlotEvent, SlotEffect, SlotReply> takeTaken(
      Slot slot, TakeSlot input, Instant now) {
    Holding held = slot.holding().orElseThrow();
    if (slot.isHeldBy(input.session(), input.set())) {
      return Decision.reply(granted(slot, input, slot.newest()));
    }
    if (isOver(slot, input.set())) {
      return Decision.reply(new SlotReleased(slot.host(), input.session(), input.set()));
    }
    // Also its own other set has to wait: which of the two came late cannot be told here.
    return Decision.reply(
        new SlotBusy(slot.host(), input.session(), input.set(), held.session(), held.since()));
  }

  static Decision<SlotEvent, SlotEffect, SlotReply> release(
      Slot slot, ReleaseSlot input, Instant now) {
    SlotReply released = new SlotReleased(slot.host(), input.session(), input.set());
    // Remembered also by a slot that was never taken for the set: the TakeSlot may still come.
    return isOver(slot, input.set())
        ? Decision.reply(released)
        : new Decision<>(
            List.of(new Released(input.session(), input.set())), List.of(), List.of(released));
  }

  static Decision<SlotEvent, SlotEffect, SlotReply> stillNeeded(
      Slot slot, StillNeeded input, Instant now) {
    boolean holds =
        input.slot().equals(slot.newest())
            && input.session().equals(slot.holding().orElseThrow().session());
    return holds ? Decision.effect(timer(slot, slot.newest(), 0)) : Decision.nothing();
  }

  static Decision<SlotEvent, SlotEffect, SlotReply> due(Slot slot, SlotDue input, Instant now) {
    if (!input.slot().equals(slot.newest())) {
      return Decision.nothing();
    }
    Holding held = slot.holding().orElseThrow();
    if (input.unanswered() >= QUESTIONS) {
      return Decision.event(new Expired(slot.newest(), held.session(), held.set()));
    }
    return new Decision<>(
        List.of(),
        List.of(
            new AskOwner(slot.host(), held.session(), held.set(), slot.newest()),
            timer(slot, slot.newest(), input.unanswered() + 1)),
        List.of());
  }

  /** The questions divide the lease evenly, so that it ends when the last has gone unanswered. */
  static StartSlotTimer timer(Slot slot, SlotEpoch number, int unanswered) {
    return new StartSlotTimer(number, unanswered, slot.lease().dividedBy(QUESTIONS + 1));
  }

  private static SlotGranted granted(Slot slot, TakeSlot input, SlotEpoch number) {
    return new SlotGranted(slot.host(), input.session(), input.set(), number);
  }

  private static boolean isOver(Slot slot, SetId set) {
    return slot.ended().contains(set);
  }
}
