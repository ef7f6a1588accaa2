package io.lull.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.writer.OwnedHold.Ending;
import io.lull.writer.spi.Hold;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnedHoldTest {
  private static final HoldToken TOKEN = new HoldToken("0".repeat(32));
  private static final Ending HELD = new Ending.Ended(HoldEnd.HELD);
  private static final Ending LAPSED = new Ending.Ended(HoldEnd.LAPSED);
  private static final Ending NOT_HELD = new Ending.Ended(HoldEnd.NOT_HELD);

  private final List<Ending> told = new ArrayList<>();
  private final Deque<Runnable> elsewhere = new ArrayDeque<>();
  private int ends;

  private HoldEnd held() {
    ends++;
    return HoldEnd.HELD;
  }

  private static HoldEnd broken() {
    throw new IllegalStateException("the lock is gone");
  }

  @Test
  void a_release_ends_it_once_and_hears_the_same_as_often_as_it_asks() {
    OwnedHold hold = OwnedHold.standing(TOKEN, this::held);
    hold.end(7, Runnable::run, told::add);
    hold.end(7, Runnable::run, told::add);

    assertThat(told).containsExactly(HELD, HELD);
    assertThat(ends).isOne();
    assertThat(hold.mayStand()).isFalse();
  }

  @Test
  void only_the_release_that_ended_it_hears_that_it_stood_until_then() {
    OwnedHold hold = OwnedHold.standing(TOKEN, this::held);
    hold.end(7, Runnable::run, told::add);
    hold.end(8, Runnable::run, told::add);
    hold.end(7, Runnable::run, told::add);

    assertThat(told).containsExactly(HELD, LAPSED, HELD);
  }

  @Test
  void what_its_lease_ended_is_attested_by_nobody() {
    OwnedHold hold = OwnedHold.standing(TOKEN, this::held);
    hold.end(OwnedHold.LEASE, Runnable::run, told::add);
    hold.end(7, Runnable::run, told::add);

    assertThat(told).containsExactly(LAPSED, LAPSED);
    assertThat(ends).isOne();
  }

  private static OwnedHold coming() {
    return OwnedHold.coming(TOKEN, () -> HoldEnd.NOT_HELD);
  }

  @Test
  void what_comes_after_its_end_was_asked_for_is_not_to_stand() {
    OwnedHold hold = coming();
    hold.end(7, Runnable::run, told::add);

    assertThat(told).containsExactly(NOT_HELD);
    assertThat(hold.mayStand()).isTrue();
    assertThat(hold.stands(this::held)).isFalse();

    hold.end(OwnedHold.LEASE, Runnable::run, told::add);
    hold.end(7, Runnable::run, told::add);
    assertThat(told).containsExactly(NOT_HELD, LAPSED, NOT_HELD);
    assertThat(ends).isOne();
    assertThat(hold.mayStand()).isFalse();
  }

  @Test
  void what_stands_after_an_attempt_began_is_ended_by_one_of_its_own() {
    OwnedHold hold = coming();
    hold.end(7, elsewhere::add, told::add);
    assertThat(hold.stands(this::held)).isFalse();
    hold.end(OwnedHold.LEASE, Runnable::run, told::add);
    assertThat(told).containsExactly(LAPSED);
    assertThat(ends).isOne();
  }

  @Test
  void an_attempt_that_had_not_begun_when_the_handler_returned_ends_nothing_twice() {
    OwnedHold hold = coming();
    hold.end(7, elsewhere::add, told::add);
    assertThat(hold.stands(this::held)).isFalse();
    hold.end(OwnedHold.LEASE, Runnable::run, told::add);
    elsewhere.remove().run();

    assertThat(told).containsExactly(LAPSED, LAPSED);
    assertThat(ends).isOne();
  }

  @Test
  void an_attempt_that_had_not_begun_when_the_freeze_was_refused_finds_nothing() {
    OwnedHold hold = OwnedHold.coming(TOKEN, this::held);
    hold.end(7, elsewhere::add, told::add);
    hold.refused();
    elsewhere.remove().run();

    assertThat(told).containsExactly(NOT_HELD);
    assertThat(ends).isZero();
  }

  @Test
  void while_the_handler_runs_the_lease_asks_as_often_as_it_likes() {
    OwnedHold hold = OwnedHold.coming(TOKEN, this::held);
    hold.end(OwnedHold.LEASE, Runnable::run, told::add);
    hold.end(OwnedHold.LEASE, Runnable::run, told::add);
    assertThat(ends).isEqualTo(2);
    assertThat(hold.mayStand()).isTrue();
  }

  @Test
  void a_freeze_that_failed_may_have_frozen_and_is_ended() {
    OwnedHold hold = OwnedHold.coming(TOKEN, this::held);
    assertThat(hold.failed()).isTrue();
    assertThat(hold.mayStand()).isTrue();
    hold.end(7, Runnable::run, told::add);

    assertThat(hold.mayStand()).isFalse();
    assertThat(ends).isOne();
  }

  @Test
  void a_freeze_that_failed_after_its_end_was_asked_for_has_to_end_at_once() {
    OwnedHold hold = coming();
    hold.end(7, Runnable::run, told::add);
    assertThat(hold.failed()).isFalse();
  }

  @Test
  void a_freeze_that_was_refused_leaves_nothing_to_end() {
    OwnedHold hold = OwnedHold.coming(TOKEN, this::held);
    hold.refused();
    hold.end(7, Runnable::run, told::add);

    assertThat(told).containsExactly(NOT_HELD);
    assertThat(ends).isZero();
    assertThat(hold.mayStand()).isFalse();
  }

  @Test
  void an_end_that_fails_is_made_again() {
    Deque<Hold> answers = new ArrayDeque<>(List.of(OwnedHoldTest::broken, this::held));
    OwnedHold hold = OwnedHold.standing(TOKEN, () -> answers.remove().end());
    hold.end(7, Runnable::run, told::add);
    hold.end(7, Runnable::run, told::add);

    assertThat(told)
        .containsExactly(
            new Ending.Failed("it threw IllegalStateException (the lock is gone)"), HELD);
  }

  @Test
  void an_end_that_says_nothing_has_failed() {
    OwnedHold hold = OwnedHold.standing(TOKEN, () -> null);
    hold.end(7, Runnable::run, told::add);

    assertThat(told).containsExactly(new Ending.Failed("it did not say how it stood"));
    assertThat(hold.mayStand()).isTrue();
  }

  @Test
  void who_asks_while_it_is_being_ended_waits_for_that() {
    OwnedHold hold = OwnedHold.standing(TOKEN, this::held);
    hold.end(7, elsewhere::add, told::add);
    hold.end(8, elsewhere::add, told::add);
    hold.end(7, elsewhere::add, told::add);
    assertThat(told).isEmpty();
    assertThat(elsewhere).hasSize(1);

    elsewhere.remove().run();
    assertThat(told).containsExactly(HELD, LAPSED, HELD);
    assertThat(ends).isOne();
  }

  @Test
  void the_lease_does_not_wait_for_a_thread_that_has_not_begun() {
    OwnedHold hold = OwnedHold.standing(TOKEN, this::held);
    hold.end(7, elsewhere::add, told::add);
    hold.end(OwnedHold.LEASE, Runnable::run, told::add);
    assertThat(told).containsExactly(HELD, LAPSED);

    elsewhere.remove().run();
    assertThat(told).hasSize(2);
    assertThat(ends).isOne();
  }

  @Test
  void the_lease_waits_for_a_thread_that_is_at_it() {
    OwnedHold[] self = new OwnedHold[1];
    OwnedHold hold =
        OwnedHold.standing(
            TOKEN,
            () -> {
              self[0].end(OwnedHold.LEASE, Runnable::run, told::add);
              return held();
            });
    self[0] = hold;
    hold.end(7, Runnable::run, told::add);
    assertThat(told).containsExactly(HELD, LAPSED);
    assertThat(ends).isOne();
  }

  @Test
  void an_end_that_takes_too_long_is_interrupted_and_made_again() {
    OwnedHold[] self = new OwnedHold[1];
    List<Boolean> interrupted = new ArrayList<>();
    Deque<Hold> answers =
        new ArrayDeque<>(
            List.of(
                () -> {
                  self[0].overdue();
                  interrupted.add(Thread.currentThread().isInterrupted());
                  throw new InterruptedException();
                },
                this::held));
    OwnedHold hold = OwnedHold.standing(TOKEN, () -> answers.remove().end());
    self[0] = hold;
    hold.end(7, Runnable::run, told::add);
    assertThat(told).containsExactly(new Ending.Failed("it has not answered in time"));
    assertThat(interrupted).containsExactly(true);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();

    hold.end(7, Runnable::run, told::add);
    assertThat(told).last().isEqualTo(HELD);
  }

  @Test
  void an_end_that_was_given_up_before_it_began_is_not_made() {
    OwnedHold hold = OwnedHold.standing(TOKEN, this::held);
    hold.end(7, elsewhere::add, told::add);
    hold.overdue();
    elsewhere.remove().run();

    assertThat(ends).isZero();
    assertThat(hold.mayStand()).isTrue();
  }

  @Test
  void an_end_that_succeeds_too_late_is_true_all_the_same() {
    OwnedHold[] self = new OwnedHold[1];
    OwnedHold hold =
        OwnedHold.standing(
            TOKEN,
            () -> {
              self[0].overdue();
              return held();
            });
    self[0] = hold;
    hold.end(7, Runnable::run, told::add);
    hold.end(7, Runnable::run, told::add);

    assertThat(told).containsExactly(new Ending.Failed("it has not answered in time"), HELD);
    assertThat(ends).isOne();
    assertThat(hold.mayStand()).isFalse();
  }

  @Test
  void without_a_thread_to_end_it_on_the_end_has_failed() {
    OwnedHold hold = OwnedHold.standing(TOKEN, this::held);
    hold.end(
        7,
        work -> {
          throw new OutOfMemoryError("no thread");
        },
        told::add);

    assertThat(told).containsExactly(new Ending.Failed("it threw OutOfMemoryError (no thread)"));
  }
}
