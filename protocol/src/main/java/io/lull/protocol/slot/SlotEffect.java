package io.lull.protocol.slot;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import java.time.Duration;

/** What a creation slot wants done. */
public sealed interface SlotEffect {
  /** Ask the holder whether it still needs the slot; one that is over gives it back. */
  record AskOwner(HostId host, SessionId session, SetId set, SlotEpoch slot)
      implements SlotEffect {}

  /**
   * Tell {@link SlotInput.SlotDue} with these values later; replaces the timer that runs.
   *
   * @param unanswered how many questions will then have got no answer
   */
  record StartSlotTimer(SlotEpoch slot, int unanswered, Duration after) implements SlotEffect {}
}
