package io.lull.protocol.simulation;

import io.lull.protocol.id.HostId;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.slot.Slot;
import io.lull.protocol.slot.SlotEffect;
import io.lull.protocol.slot.SlotEvent;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.slot.SlotReply;
import java.util.List;

/** The entity of one host's creation slot. */
final class SimSlot
    extends Entity<SimCoordinator, HostId, Slot, SlotInput, SlotEvent, SlotEffect, SlotReply> {
  private int timer;

  SimSlot(SimCoordinator node, HostId host) {
    super(node, host, node.world.machines().slot(), node.world.slots());
  }

  void recover() {
    outstanding().forEach(this::carryOut);
  }

  @Override
  protected void durable(SlotInput input, Slot before, Slot after, List<SlotEvent> events) {
    if (node.world.traces()) {
      node.world.trace(node.name, "slot ", key, " ", events);
    }
  }

  @Override
  protected void failed() {
    node.slotFailed(this);
  }

  @Override
  protected void carryOut(SlotEffect effect) {
    switch (effect) {
      case SlotEffect.AskOwner ask ->
          node.world.toSession(
              node, ask.session(), new SessionInput.SlotQuestioned(ask.host(), ask.slot()));
      case SlotEffect.StartSlotTimer start -> {
        int number = ++timer;
        node.after(
            start.after().toNanos(),
            () -> {
              if (number == timer) {
                handle(new SlotInput.SlotDue(start.slot(), start.unanswered()));
              }
            });
      }
    }
  }

  @Override
  protected void answer(SlotInput input, SlotReply reply) {
    node.world.toSession(node, reply.session(), new SessionInput.SlotSaid(reply));
  }
}
