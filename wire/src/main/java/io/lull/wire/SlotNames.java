package io.lull.wire;

import io.lull.protocol.slot.SlotEffect;
import io.lull.protocol.slot.SlotEvent;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.slot.SlotReply;
import java.util.List;

/** The names of all that a creation slot hears, does and says. */
final class SlotNames {
  static final Family<SlotEvent> EVENTS =
      Family.of(SlotEvent.class)
          .with("taken", SlotEvent.Taken.class)
          .with("released", SlotEvent.Released.class)
          .with("expired", SlotEvent.Expired.class);

  static final Family<SlotInput> INPUTS =
      Family.of(SlotInput.class)
          .with("take-slot", SlotInput.TakeSlot.class)
          .with("release-slot", SlotInput.ReleaseSlot.class)
          .with("still-needed", SlotInput.StillNeeded.class)
          .with("slot-due", SlotInput.SlotDue.class);

  static final Family<SlotEffect> EFFECTS =
      Family.of(SlotEffect.class)
          .with("ask-owner", SlotEffect.AskOwner.class)
          .with("start-slot-timer", SlotEffect.StartSlotTimer.class);

  static final Family<SlotReply> REPLIES =
      Family.of(SlotReply.class)
          .with("slot-granted", SlotReply.SlotGranted.class)
          .with("slot-busy", SlotReply.SlotBusy.class)
          .with("slot-released", SlotReply.SlotReleased.class);

  static final List<Family<?>> ALL = List.of(EVENTS, INPUTS, EFFECTS, REPLIES);

  private SlotNames() {}
}
