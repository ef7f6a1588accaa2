package io.lull.protocol.window;

import static io.lull.protocol.writer.WriterLevel.BACK_END;
import static io.lull.protocol.writer.WriterLevel.FRONT_END;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterStep;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A millisecond passes before everything that happens, so that no two moments look alike. */
class MomentsTest {
  private static final Fault FAULT = Fault.of(Failure.ABORTED_BY_REQUESTER, "a test");

  private final WindowFixture f = WindowFixture.of(2, FRONT_END, BACK_END, BACK_END);

  @Test
  void a_good_window_tells_when_each_participant_was_asked_and_when_it_answered() {
    commits();
    for (int writer = 2; writer >= 0; writer--) {
      letGo(writer);
    }

    assertThat(moments().writers())
        .containsExactly(
            of(0, 0, at(1), at(11), at(12)),
            of(1, 1, at(2), at(9), at(11)),
            of(2, 1, at(3), at(9), at(10)));
    assertThat(moments().providers()).containsExactly(copied(0, 3, at(8)), copied(1, 3, at(9)));
    assertThat(f.report().orElseThrow().frozen()).isEqualTo(Duration.ofMillis(12));
  }

  @Test
  void a_writer_that_was_never_sent_freeze_has_no_moments() {
    f.open();
    later().give(new WindowInput.AbortWindow(FAULT));
    for (int writer = 0; writer < 3; writer++) {
      aborted(writer);
    }

    assertThat(moments().writers()).containsExactly(of(0, 0, none(), at(1), at(2)));
    assertThat(moments().providers()).isEmpty();
  }

  @Test
  void a_window_in_which_nobody_takes_part_lasts_from_its_opening() {
    WindowFixture nobody = WindowFixture.of(0).open();

    assertThat(nobody.report().orElseThrow().frozen()).isEqualTo(Duration.ZERO);
  }

  @Test
  void a_window_that_was_given_up_before_it_opened_lasts_from_then_on() {
    f.give(new WindowInput.AbortWindow(FAULT));
    for (int writer = 0; writer < 3; writer++) {
      aborted(writer);
    }

    assertThat(moments().writers()).isEmpty();
    assertThat(f.report().orElseThrow().frozen()).isEqualTo(Duration.ofMillis(3));
  }

  @Test
  void a_failed_copy_has_no_end_and_the_abort_lets_its_writers_go() {
    f.open();
    for (int writer = 0; writer < 3; writer++) {
      froze(writer);
    }
    later().stepped(provider(0), ProviderStep.PRE_COMMIT, new StepResult.Failed(FAULT));
    for (int writer = 0; writer < 3; writer++) {
      aborted(writer);
    }

    assertThat(moments().writers())
        .containsExactly(
            of(0, 0, at(1), at(4), at(5)),
            of(1, 1, at(2), at(4), at(6)),
            of(2, 1, at(3), at(4), at(7)));
    assertThat(moments().providers()).containsExactly(copied(0, 3, none()), copied(1, 3, none()));
  }

  @Test
  void a_writer_that_never_answers_is_only_ever_asked() {
    f.open();
    froze(0);
    f.pass(f.plan.freezeLimit());
    f.give(new WindowInput.TimerDue(WindowTimer.FREEZE));
    aborted(0);
    aborted(1);
    f.pass(f.plan.limits().abort());
    f.give(new WindowInput.TimerDue(WindowTimer.ABORT));

    Duration failed = f.plan.freezeLimit().plusMillis(1);
    assertThat(moments().writers())
        .containsExactly(
            of(0, 0, at(1), Optional.of(failed), Optional.of(failed.plusMillis(1))),
            of(1, 1, none(), Optional.of(failed), Optional.of(failed.plusMillis(2))),
            of(2, 1, none(), Optional.of(failed), none()));
  }

  @Test
  void an_abort_while_thawing_changes_nothing_for_who_was_let_go_before() {
    commits();
    letGo(2);
    later().letGo(f.plan.writers().get(1), HoldEnd.LAPSED);
    for (int writer = 0; writer < 3; writer++) {
      aborted(writer);
    }

    assertThat(moments().writers())
        .containsExactly(
            of(0, 0, at(1), at(11), at(12)),
            of(1, 1, at(2), at(9), at(13)),
            of(2, 1, at(3), at(9), at(10)));
  }

  private void commits() {
    f.open();
    for (int writer = 0; writer < 3; writer++) {
      froze(writer);
    }
    for (int provider = 0; provider < 2; provider++) {
      later().stepped(provider(provider), ProviderStep.PRE_COMMIT, WindowFixture.done());
    }
    for (int provider = 0; provider < 2; provider++) {
      later().committed(provider(provider));
    }
    for (int provider = 0; provider < 2; provider++) {
      later().stepped(provider(provider), ProviderStep.POST_COMMIT, WindowFixture.done());
    }
  }

  private WindowMoments moments() {
    return f.report().orElseThrow().moments().orElseThrow();
  }

  private WindowFixture later() {
    return f.pass(Duration.ofMillis(1));
  }

  private void froze(int writer) {
    later().froze(f.plan.writers().get(writer));
  }

  private void letGo(int writer) {
    later().letGo(f.plan.writers().get(writer), HoldEnd.HELD);
  }

  private void aborted(int writer) {
    later().handled(f.plan.writers().get(writer), WriterStep.ABORT, new HandlerResult.Done());
  }

  private WindowProvider provider(int number) {
    return f.plan.providers().get(number);
  }

  private WriterMoments of(
      int writer,
      int freeze,
      Optional<Duration> held,
      Optional<Duration> thaw,
      Optional<Duration> running) {
    return new WriterMoments(
        f.plan.writers().get(writer).id(), Duration.ofMillis(freeze), held, thaw, running);
  }

  private ProviderMoments copied(int provider, int from, Optional<Duration> to) {
    return new ProviderMoments(provider(provider).id(), Duration.ofMillis(from), to);
  }

  private static Optional<Duration> at(int millis) {
    return Optional.of(Duration.ofMillis(millis));
  }

  private static Optional<Duration> none() {
    return Optional.empty();
  }
}
