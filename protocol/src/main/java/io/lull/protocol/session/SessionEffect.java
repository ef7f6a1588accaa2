package io.lull.protocol.session;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.writer.WriterInput;
import java.time.Duration;

/** What a session wants done; all of it may be done again without harm. */
public sealed interface SessionEffect {
  /** Send this to a writer. */
  record AskWriter(WriterId writer, WriterInput request) implements SessionEffect {}

  /** Send this to a provider. */
  record AskProvider(ProviderId provider, ProviderRequest request) implements SessionEffect {}

  /** Send this to a host's creation slot. */
  record AskSlot(HostId host, SlotInput request) implements SessionEffect {}

  /** Tell a provider whether the set of the copies that it found lives. */
  record TellFate(ProviderId provider, SetId set, boolean lives) implements SessionEffect {}

  /** Hand this plan to the keeper of windows. */
  record OpenWindow(WindowPlan plan) implements SessionEffect {}

  /** Tell the open window to give up, at once and before anything is journaled. */
  record AbortWindow(SetId set, Fault cause) implements SessionEffect {}

  /** Give this input to the session again when its window is over. */
  record Defer(SessionInput input) implements SessionEffect {}

  /** Start this timer, instead of an earlier one of the same name. */
  record StartTimer(SessionTimer timer, Duration after) implements SessionEffect {}

  /** Stop this timer; that it may have fired already does no harm. */
  record CancelTimer(SessionTimer timer) implements SessionEffect {}
}
