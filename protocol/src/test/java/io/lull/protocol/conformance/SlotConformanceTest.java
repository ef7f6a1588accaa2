package io.lull.protocol.conformance;

import static io.lull.protocol.slot.SlotFixture.ANNA;
import static io.lull.protocol.slot.SlotFixture.BERT;
import static io.lull.protocol.slot.SlotFixture.LEASE;
import static io.lull.protocol.slot.SlotFixture.START;
import static io.lull.protocol.slot.SlotFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.slot.CreationGate;
import io.lull.protocol.slot.CreationGate.Admission;
import io.lull.protocol.slot.Slot;
import io.lull.protocol.slot.SlotFixture;
import io.lull.protocol.slot.SlotPhase;
import io.lull.protocol.slot.SlotReply;
import io.lull.protocol.slot.SlotReply.SlotBusy;
import io.lull.protocol.slot.SlotReply.SlotGranted;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the creation slot of one host promises; when sessions take it is the session's part. */
class SlotConformanceTest {
  private final SlotFixture f = new SlotFixture();

  @Test
  void P01_one_creation_at_a_time_from_taking_the_slot_to_giving_it_back() {
    SlotEpoch anna = f.takes(ANNA, "a");
    assertThat(f.take(BERT, "b")).isInstanceOf(SlotBusy.class);
    f.release(ANNA, "a");
    SlotEpoch bert = f.takes(BERT, "b");

    // The host itself keeps them apart, should a session go on without its slot.
    CreationGate gate = CreationGate.UNUSED.seen(bert, set("b"));
    assertThat(gate.admit(stamp("a", anna), true)).isInstanceOf(Admission.Barred.class);
    assertThat(gate.admit(stamp("c", bert), true)).isInstanceOf(Admission.Barred.class);
    assertThat(gate.admit(stamp("b", bert), true)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void P02_every_other_session_hears_that_a_set_is_in_progress_as_long_as_it_is() {
    SlotEpoch number = f.takes(ANNA, "a");
    for (int i = 0; i < 10; i++) {
      assertThat(f.take(BERT, "b" + i))
          .isInstanceOfSatisfying(
              SlotBusy.class, busy -> assertThat(busy.holder()).isEqualTo(ANNA));
      f.passes();
      f.stillNeeded(ANNA, number);
    }
  }

  @Test
  void P03_whoever_was_refused_may_ask_again_until_it_is_free() {
    f.takes(ANNA, "a");
    assertThat(f.take(BERT, "b")).isInstanceOf(SlotBusy.class);
    assertThat(f.take(BERT, "b")).isInstanceOf(SlotBusy.class);
    f.release(ANNA, "a");

    assertThat(f.take(BERT, "b")).isInstanceOf(SlotGranted.class);
    assertThat(Failure.SNAPSHOT_SET_IN_PROGRESS.retryable()).isTrue();
  }

  @Test
  void P04_a_refused_session_changes_nothing_for_the_one_that_creates() {
    Seen before = new Seen(f.take(ANNA, "a"), f.slot);
    f.journal.clear();
    f.take(BERT, "b");

    assertThat(f.journal).isEmpty();
    assertThat(new Seen(f.take(ANNA, "a"), f.slot)).isEqualTo(before);
    f.release(BERT, "b");
    assertThat(f.slot.isHeldBy(ANNA, set("a"))).isTrue();
  }

  @Test
  void P05_the_slot_is_free_as_soon_as_it_is_given_back_and_stays_free() {
    f.takes(ANNA, "a");
    f.release(ANNA, "a");

    assertThat(f.slot.phase()).isEqualTo(SlotPhase.FREE);
    assertThat(f.take(ANNA, "a")).isNotInstanceOf(SlotGranted.class);
    f.takes(BERT, "b");
  }

  @Test
  void P06_the_slot_is_free_when_its_holder_aborts() {
    f.takes(ANNA, "a");
    f.release(ANNA, "a");

    f.takes(BERT, "b");
  }

  @Test
  void P06_D03_the_slot_is_free_within_one_lease_when_its_holder_has_vanished() {
    f.takes(ANNA, "a");
    while (f.slot.phase() == SlotPhase.TAKEN) {
      f.passes();
      assertThat(Duration.between(START, f.now)).isLessThanOrEqualTo(LEASE);
    }

    assertThat(f.questions).hasSize(3).allMatch(question -> question.session().equals(ANNA));
    f.takes(BERT, "b");
  }

  @Test
  void D03_the_slot_knows_its_owner_and_number_also_after_a_restart() {
    SlotEpoch number = f.takes(ANNA, "a");
    f.restart();
    f.passes();

    assertThat(f.slot.isHeldBy(ANNA, set("a"))).isTrue();
    assertThat(f.questions)
        .singleElement()
        .satisfies(
            question -> {
              assertThat(question.session()).isEqualTo(ANNA);
              assertThat(question.slot()).isEqualTo(number);
            });
  }

  /** What the holder hears, and what the slot is. */
  private record Seen(SlotReply reply, Slot slot) {}

  private static Stamp stamp(String set, SlotEpoch slot) {
    return new Stamp(ANNA, set(set), Epoch.FIRST, Incarnation.FIRST, slot);
  }
}
