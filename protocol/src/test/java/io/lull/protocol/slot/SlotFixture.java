package io.lull.protocol.slot;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.slot.SlotEffect.AskOwner;
import io.lull.protocol.slot.SlotEffect.StartSlotTimer;
import io.lull.protocol.slot.SlotInput.ReleaseSlot;
import io.lull.protocol.slot.SlotInput.SlotDue;
import io.lull.protocol.slot.SlotInput.StillNeeded;
import io.lull.protocol.slot.SlotInput.TakeSlot;
import io.lull.protocol.slot.SlotReply.SlotGranted;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Drives one creation slot by hand, with its one timer and all that was journaled. */
public final class SlotFixture {
  public static final HostId HOST = new HostId("h1");
  public static final SessionId ANNA = new SessionId("anna");
  public static final SessionId BERT = new SessionId("bert");
  public static final Duration LEASE = Limits.defaults().slotLease();
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private static final SlotMachine MACHINE = new SlotMachine();

  public final List<SlotEvent> journal = new ArrayList<>();
  public final List<AskOwner> questions = new ArrayList<>();
  public Slot slot = unused();
  public Instant now = START;
  private StartSlotTimer timer = new StartSlotTimer(SlotEpoch.NONE, 0, LEASE);

  public static Slot unused() {
    return Slot.unused(HOST, LEASE);
  }

  public static SetId set(String name) {
    return new SetId(name);
  }

  /** Takes the slot and says under which number; fails if it was not granted. */
  public SlotEpoch takes(SessionId session, String set) {
    SlotReply reply = take(session, set);
    assertThat(reply).isInstanceOf(SlotGranted.class);
    return ((SlotGranted) reply).slot();
  }

  public SlotReply take(SessionId session, String set) {
    return give(new TakeSlot(session, set(set))).replies().getFirst();
  }

  public SlotReply release(SessionId session, String set) {
    return give(new ReleaseSlot(session, set(set))).replies().getFirst();
  }

  public void stillNeeded(SessionId session, SlotEpoch number) {
    give(new StillNeeded(session, number));
  }

  /** Lets the timer fire, as late as it was asked to. */
  public void passes() {
    now = now.plus(timer.after());
    give(new SlotDue(timer.slot(), timer.unanswered()));
  }

  /** A new process with the same journal, which has no timer until it is told to have one. */
  public void restart() {
    slot = MACHINE.replay(unused(), journal);
    timer = new StartSlotTimer(SlotEpoch.NONE, 0, LEASE);
    carryOut(MACHINE.outstanding(slot, now));
  }

  public Decision<SlotEvent, SlotEffect, SlotReply> give(SlotInput input) {
    Decision<SlotEvent, SlotEffect, SlotReply> decision = MACHINE.decide(slot, input, now);
    SlotPhase from = slot.phase();
    slot = MACHINE.replay(slot, decision.events());
    Taken.record(SlotTable.TABLE, from, input, slot.phase());
    journal.addAll(decision.events());
    carryOut(decision.effects());
    return decision;
  }

  private void carryOut(List<SlotEffect> effects) {
    for (SlotEffect effect : effects) {
      switch (effect) {
        case AskOwner ask -> questions.add(ask);
        case StartSlotTimer start -> timer = start;
      }
    }
  }
}
