package io.lull.protocol.slot;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import java.time.Instant;

/** What a creation slot answers to the session that asked. */
public sealed interface SlotReply {
  HostId host();

  /** The session that asked. */
  SessionId session();

  /** The set that it asked for. */
  SetId set();

  /** The slot is the session's, under this number, until it is released. */
  record SlotGranted(HostId host, SessionId session, SetId set, SlotEpoch slot)
      implements SlotReply {}

  /** Another session creates a set on this host; it may be tried again later. */
  record SlotBusy(HostId host, SessionId session, SetId set, SessionId holder, Instant since)
      implements SlotReply {}

  /** The session holds nothing of this slot any more. */
  record SlotReleased(HostId host, SessionId session, SetId set) implements SlotReply {}
}
