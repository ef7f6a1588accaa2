package io.lull.protocol.slot;

import static io.lull.protocol.slot.SlotFixture.ANNA;
import static io.lull.protocol.slot.SlotFixture.BERT;
import static io.lull.protocol.slot.SlotFixture.HOST;
import static io.lull.protocol.slot.SlotFixture.LEASE;
import static io.lull.protocol.slot.SlotFixture.START;
import static io.lull.protocol.slot.SlotFixture.set;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.slot.SlotEvent.Expired;
import io.lull.protocol.slot.SlotInput.SlotDue;
import io.lull.protocol.slot.SlotInput.StillNeeded;
import io.lull.protocol.slot.SlotReply.SlotBusy;
import io.lull.protocol.slot.SlotReply.SlotGranted;
import io.lull.protocol.slot.SlotReply.SlotReleased;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SlotMachineTest {
  private final SlotFixture f = new SlotFixture();

  @Test
  void every_holding_has_a_higher_number_than_the_one_before() {
    SlotEpoch first = f.takes(ANNA, "a");
    f.release(ANNA, "a");
    SlotEpoch second = f.takes(BERT, "b");

    assertThat(first.isBefore(second)).isTrue();
  }

  @Test
  void the_first_number_of_a_fresh_journal_is_higher_than_all_of_one_that_was_lost() {
    SlotEpoch last = SlotEpoch.NONE;
    for (int i = 0; i < 10; i++) {
      last = f.takes(ANNA, "a" + i);
      f.release(ANNA, "a" + i);
      f.now = f.now.plusSeconds(1);
    }
    SlotFixture fresh = new SlotFixture();
    fresh.now = f.now;

    assertThat(last.isBefore(fresh.takes(BERT, "b"))).isTrue();
  }

  @Test
  void a_calendar_that_is_set_back_takes_nothing_from_the_numbers() {
    SlotEpoch first = f.takes(ANNA, "a");
    f.release(ANNA, "a");
    f.now = Instant.EPOCH.minusSeconds(1);

    assertThat(f.takes(BERT, "b")).isEqualTo(first.next());
  }

  @Test
  void the_holder_that_asks_again_hears_the_same_and_nothing_is_journaled() {
    SlotReply first = f.take(ANNA, "a");
    f.journal.clear();

    assertThat(f.take(ANNA, "a")).isEqualTo(first);
    assertThat(f.journal).isEmpty();
  }

  @Test
  void whoever_comes_second_hears_who_was_first_and_since_when() {
    f.takes(ANNA, "a");
    f.now = f.now.plusSeconds(20);

    assertThat(f.take(BERT, "b")).isEqualTo(new SlotBusy(HOST, BERT, set("b"), ANNA, START));
  }

  @Test
  void a_session_cannot_create_two_sets_side_by_side() {
    f.takes(ANNA, "a");

    assertThat(f.take(ANNA, "a2")).isInstanceOf(SlotBusy.class);
    assertThat(f.slot.isHeldBy(ANNA, set("a"))).isTrue();
  }

  @Test
  void somebody_else_cannot_give_it_back() {
    f.takes(ANNA, "a");

    assertThat(f.release(BERT, "b")).isEqualTo(new SlotReleased(HOST, BERT, set("b")));
    assertThat(f.slot.isHeldBy(ANNA, set("a"))).isTrue();
  }

  @Test
  void a_take_that_was_overtaken_by_its_release_takes_nothing() {
    f.release(ANNA, "a");

    assertThat(f.take(ANNA, "a")).isEqualTo(new SlotReleased(HOST, ANNA, set("a")));
    assertThat(f.slot.phase()).isEqualTo(SlotPhase.FREE);
  }

  @Test
  void a_take_that_arrives_twice_does_not_take_again_after_the_release() {
    f.takes(ANNA, "a");
    f.release(ANNA, "a");

    assertThat(f.take(ANNA, "a")).isInstanceOf(SlotReleased.class);

    f.takes(BERT, "b");
    assertThat(f.take(ANNA, "a")).isInstanceOf(SlotReleased.class);
    assertThat(f.slot.isHeldBy(BERT, set("b"))).isTrue();
  }

  @Test
  void a_late_release_does_not_end_what_the_same_session_has_taken_since() {
    f.takes(ANNA, "a");
    f.release(ANNA, "a");
    f.takes(ANNA, "a2");
    f.release(ANNA, "a");

    assertThat(f.slot.isHeldBy(ANNA, set("a2"))).isTrue();
  }

  @Test
  void a_release_is_journaled_once() {
    f.takes(ANNA, "a");
    f.release(ANNA, "a");
    f.journal.clear();
    f.release(ANNA, "a");

    assertThat(f.journal).isEmpty();
  }

  @Test
  void a_set_that_was_forgotten_can_still_take_nothing_for_longer_than_a_lease() {
    f.release(ANNA, "a");
    for (int i = 0; i < Slot.ENDED_MAX; i++) {
      f.release(BERT, "b" + i);
    }
    assertThat(f.slot.ended()).hasSize(Slot.ENDED_MAX).doesNotContain(set("a"));

    f.takes(ANNA, "a");
    f.passes();
    f.passes();
    f.passes();
    f.passes();

    assertThat(f.slot.phase()).isEqualTo(SlotPhase.FREE);
    assertThat(Duration.between(START, f.now)).isEqualTo(LEASE);
  }

  @Test
  void a_question_that_is_answered_starts_the_lease_anew_and_is_not_journaled() {
    SlotEpoch number = f.takes(ANNA, "a");
    f.journal.clear();
    for (int i = 0; i < 20; i++) {
      f.passes();
      f.passes();
      f.stillNeeded(ANNA, number);
    }

    assertThat(f.questions).hasSize(40);
    assertThat(f.journal).isEmpty();
    assertThat(f.slot.isHeldBy(ANNA, set("a"))).isTrue();
  }

  @Test
  void an_answer_of_somebody_else_or_to_an_old_question_prolongs_nothing() {
    SlotEpoch old = f.takes(BERT, "b");
    f.release(BERT, "b");
    SlotEpoch number = f.takes(ANNA, "a");

    assertThat(f.give(new StillNeeded(BERT, number)).effects()).isEmpty();
    assertThat(f.give(new StillNeeded(ANNA, old)).effects()).isEmpty();
  }

  @Test
  void a_timer_of_an_earlier_holding_ends_nothing() {
    SlotEpoch old = f.takes(ANNA, "a");
    f.release(ANNA, "a");
    assertThat(f.give(new SlotDue(old, 3)).events()).isEmpty();

    f.takes(BERT, "b");
    assertThat(f.give(new SlotDue(old, 3)).events()).isEmpty();
    assertThat(f.slot.isHeldBy(BERT, set("b"))).isTrue();
  }

  @Test
  void a_set_whose_slot_expired_cannot_take_it_again() {
    SlotEpoch number = f.takes(ANNA, "a");
    f.give(new SlotDue(number, 3));

    assertThat(f.journal).contains(new Expired(number, ANNA, set("a")));
    assertThat(f.take(ANNA, "a")).isInstanceOf(SlotReleased.class);
  }

  @Test
  void after_a_restart_the_holder_has_the_slot_and_the_timer_runs() {
    SlotEpoch number = f.takes(ANNA, "a");
    Slot before = f.slot;
    f.restart();

    assertThat(f.slot).isEqualTo(before);
    assertThat(f.take(ANNA, "a")).isEqualTo(new SlotGranted(HOST, ANNA, set("a"), number));
    f.passes();
    assertThat(f.questions).hasSize(1);
  }

  @Test
  void a_new_slot_has_nothing_to_do() {
    assertThat(new SlotMachine().outstanding(SlotFixture.unused(), START)).isEmpty();
  }
}
