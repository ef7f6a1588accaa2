package io.lull.coordinator;

import io.lull.protocol.id.HostId;
import io.lull.protocol.slot.SlotInput;

/** What a creation slot's actor is sent. */
public sealed interface SlotMessage {
  /** A session asks for a host's slot, keeps it, or gives it back. */
  record Tell(ToSlot told) implements SlotMessage {}

  /** An input and the host whose slot it is for. */
  record ToSlot(HostId host, SlotInput input) {}

  /** The slot's timer is due. */
  record Due(SlotInput input) implements SlotMessage {}

  /** Nobody has wanted the slot for a while. */
  record Idle() implements SlotMessage {}

  /** The slot is to stop here: it is free, or moves to another node. */
  record Stop() implements SlotMessage {}
}
