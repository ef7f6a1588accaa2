package io.lull.provider.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrickTest {
  @Test
  void tricks_can_be_written_down() {
    assertThat(Trick.parse("commit fail; end-prepare  ignore-interrupts 3; discard delay 2 0.5s ;"))
        .containsExactly(
            Trick.once(ProviderCall.COMMIT, Trick.Kind.FAIL),
            new Trick(ProviderCall.END_PREPARE, Trick.Kind.IGNORE_INTERRUPTS, 3, Optional.empty()),
            new Trick(
                ProviderCall.DISCARD, Trick.Kind.DELAY, 2, Optional.of(Duration.ofMillis(500))));
    assertThat(Trick.parse(" ")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "commit",
        "comit fail",
        "commit explode",
        "commit fail often",
        "commit fail 0",
        "commit hang 1 long",
        "commit hang 1 -5s",
        "commit hang 1 5s more"
      })
  void what_is_no_trick_is_refused(String text) {
    assertThatThrownBy(() -> Trick.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("expected ");
  }

  @Test
  void what_hangs_for_a_time_goes_on_by_itself() throws Exception {
    Tricks tricks = new Tricks();
    Optional<Duration> soon = Optional.of(Duration.ofMillis(1));
    tricks.hang(soon);
    tricks.delay(soon);
    tricks.ignoreInterrupts(soon);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void only_a_delay_and_a_deaf_call_go_on_after_an_interrupt() {
    Tricks tricks = new Tricks();
    Thread.currentThread().interrupt();
    tricks.delay(Optional.empty());
    assertThat(Thread.interrupted()).isFalse();
    Thread.currentThread().interrupt();
    tricks.ignoreInterrupts(Optional.of(Duration.ofMillis(1)));
    assertThat(Thread.interrupted()).isFalse();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> tricks.hang(Optional.empty()))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void an_interrupt_at_the_end_of_its_time_does_not_spoil_the_work() {
    Tricks tricks = new Tricks();
    Optional<Duration> over = Optional.of(Duration.ofNanos(1));
    Thread.currentThread().interrupt();
    tricks.delay(over);
    assertThat(Thread.interrupted()).isFalse();
    Thread.currentThread().interrupt();
    tricks.ignoreInterrupts(over);
    assertThat(Thread.interrupted()).isFalse();
  }
}
