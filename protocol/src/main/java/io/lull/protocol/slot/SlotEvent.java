package io.lull.protocol.slot;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import java.time.Instant;

/** What happened to a creation slot; journaled. */
public sealed interface SlotEvent {
  /** A session has got the slot under a number that nobody had before. */
  record Taken(SlotEpoch slot, SessionId session, SetId set, Instant since) implements SlotEvent {}

  /** A session has given back what it had taken for a set, or was going to take. */
  record Released(SessionId session, SetId set) implements SlotEvent {}

  /** The holder has been silent for the whole lease and has lost the slot. */
  record Expired(SlotEpoch slot, SessionId session, SetId set) implements SlotEvent {}
}
