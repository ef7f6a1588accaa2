package io.lull.protocol.slot;

import static io.lull.protocol.slot.SlotFixture.ANNA;
import static io.lull.protocol.slot.SlotFixture.BERT;
import static io.lull.protocol.slot.SlotFixture.START;
import static io.lull.protocol.slot.SlotFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.slot.SlotInput.ReleaseSlot;
import io.lull.protocol.slot.SlotInput.SlotDue;
import io.lull.protocol.slot.SlotInput.StillNeeded;
import io.lull.protocol.slot.SlotInput.TakeSlot;
import io.lull.protocol.slot.SlotReply.SlotGranted;
import io.lull.protocol.slot.SlotReply.SlotReleased;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Taken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every order in which five messages and timers can reach a slot, none of them picked by hand. */
class EverySlotOrderTest {
  private static final int DEPTH = 5;
  private final SlotMachine machine = new SlotMachine();

  @Test
  void one_holder_at_a_time_under_growing_numbers_and_a_journal_that_says_it_all() {
    walk(SlotFixture.unused(), List.of(), Map.of());
    Taken.assertAllOnRowsTaken(SlotTable.TABLE);
  }

  private void walk(Slot slot, List<SlotEvent> journal, Map<SlotEpoch, SetId> grants) {
    assertThat(machine.replay(SlotFixture.unused(), journal)).isEqualTo(slot);
    assertThat(machine.outstanding(slot, START).isEmpty())
        .isEqualTo(slot.phase() == SlotPhase.FREE);
    if (journal.size() == DEPTH) {
      return;
    }
    for (SlotInput input : inputs(slot)) {
      Decision<SlotEvent, SlotEffect, SlotReply> decision = machine.decide(slot, input, START);
      Slot next = machine.replay(slot, decision.events());
      Taken.record(SlotTable.TABLE, slot.phase(), input, next.phase());
      Map<SlotEpoch, SetId> granted = new HashMap<>(grants);
      decision.replies().forEach(reply -> check(next, reply, granted));
      // What journals nothing leads nowhere new, so only the rest has to be followed.
      if (!decision.events().isEmpty()) {
        List<SlotEvent> longer = new ArrayList<>(journal);
        longer.addAll(decision.events());
        walk(next, longer, granted);
      } else {
        assertThat(next).isEqualTo(slot);
      }
    }
  }

  private static void check(Slot slot, SlotReply reply, Map<SlotEpoch, SetId> granted) {
    switch (reply) {
      case SlotGranted grant -> {
        assertThat(slot.isHeldBy(grant.session(), grant.set())).isTrue();
        assertThat(granted.getOrDefault(grant.slot(), grant.set())).isEqualTo(grant.set());
        granted.put(grant.slot(), grant.set());
        assertThat(granted.keySet()).allMatch(number -> !grant.slot().isBefore(number));
      }
      case SlotReleased released ->
          assertThat(slot.isHeldBy(released.session(), released.set())).isFalse();
      case SlotReply.SlotBusy busy ->
          assertThat(slot.holding().orElseThrow().session()).isEqualTo(busy.holder());
    }
  }

  private static List<SlotInput> inputs(Slot slot) {
    SlotEpoch old = new SlotEpoch(Math.max(0, slot.newest().number() - 1));
    return List.of(
        new TakeSlot(ANNA, set("a")),
        new TakeSlot(ANNA, set("a2")),
        new TakeSlot(BERT, set("b")),
        new ReleaseSlot(ANNA, set("a")),
        new ReleaseSlot(ANNA, set("a2")),
        new ReleaseSlot(BERT, set("b")),
        new StillNeeded(ANNA, slot.newest()),
        new StillNeeded(BERT, old),
        new SlotDue(slot.newest(), 0),
        new SlotDue(slot.newest(), 3),
        new SlotDue(old, 3));
  }
}
