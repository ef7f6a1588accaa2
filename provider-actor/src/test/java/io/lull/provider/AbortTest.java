package io.lull.provider;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.B;
import static io.lull.protocol.provider.ProviderFixture.V;
import static io.lull.protocol.provider.ProviderFixture.copy;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.provider.test.Happening;
import io.lull.provider.test.ProviderCall;
import io.lull.provider.test.Trick;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AbortTest {
  private static ProviderCall call(ProviderStep step) {
    return ProviderCall.valueOf(step.name());
  }

  private static ActorFixture before(ProviderStep step, Trick.Kind kind) {
    return new ActorFixture(Trick.once(call(step), kind)).before(A, step);
  }

  @ParameterizedTest
  @EnumSource(value = ProviderStep.class, names = ".*_SNAPSHOTS", mode = EnumSource.Mode.MATCH_NONE)
  void a_step_that_hangs_is_interrupted_by_an_abort(ProviderStep step) throws Exception {
    try (ActorFixture fixture = before(step, Trick.Kind.HANG)) {
      fixture.tell(A, step);
      fixture.tell(A, ProviderStep.ABORT_SNAPSHOTS);

      assertThat(ActorFixture.failure(fixture.reply())).contains(Failure.SESSION_ABORTED);
      assertThat(fixture.reply())
          .isEqualTo(
              new ProviderReply.Stepped(
                  fixture.setup().id(), A, ProviderStep.ABORT_SNAPSHOTS, new StepResult.Done()));
      assertThat(fixture.diary.await(call(step)).worked()).isZero();
      assertThat(fixture.markers()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(value = ProviderStep.class, names = ".*_SNAPSHOTS", mode = EnumSource.Mode.MATCH_NONE)
  void what_a_stopped_step_makes_too_late_is_removed_again(ProviderStep step) throws Exception {
    try (ActorFixture fixture = before(step, Trick.Kind.IGNORE_INTERRUPTS)) {
      fixture.tell(A, step);
      fixture.tell(A, ProviderStep.ABORT_SNAPSHOTS);
      fixture.reply();
      fixture.reply();
      fixture.diary.await(ProviderCall.DISCARD);

      fixture.letGo();
      assertThat(fixture.diary.await(call(step)).worked()).isOne();
      assertThat(fixture.diary.await(ProviderCall.DISCARD).about()).containsExactly(copy(A, V));
      assertThat(fixture.markers()).isEmpty();
    }
  }

  @Test
  void a_new_set_takes_the_place_of_one_that_lost_its_slot() throws Exception {
    try (ActorFixture fixture = new ActorFixture().upTo(A, ProviderStep.END_PREPARE)) {
      fixture.begins(B, V);
      fixture.diary.await(ProviderCall.DISCARD);

      assertThat(fixture.markers()).extracting(Marker::snapshot).containsExactly(copy(B, V));
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.PRE_COMMIT)))
          .contains(Failure.TOMBSTONED);
      fixture.upTo(B, ProviderStep.POST_FINAL_COMMIT);
    }
  }

  @Test
  void a_step_before_its_turn_gives_the_set_up_and_is_noted() throws Exception {
    try (ActorFixture fixture = new ActorFixture().upTo(A, ProviderStep.END_PREPARE)) {
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.COMMIT)))
          .contains(Failure.PROVIDER_VETO);
      fixture.diary.await(ProviderCall.DISCARD);
      assertThat(fixture.markers()).isEmpty();
      assertThat(fixture.notes).singleElement().asString().contains("COMMIT of a", "V-");
    }
  }

  @Test
  void an_aborted_set_never_begins_here() throws Exception {
    try (ActorFixture fixture = new ActorFixture()) {
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.ABORT_SNAPSHOTS))).isEmpty();
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.BEGIN_PREPARE)))
          .contains(Failure.TOMBSTONED);
      assertThat(fixture.diary.calls()).containsExactly(ProviderCall.COPIES);
    }
  }

  @Test
  void deleted_copies_are_gone_and_stay_gone() throws Exception {
    try (ActorFixture fixture = new ActorFixture().upTo(A, ProviderStep.POST_FINAL_COMMIT)) {
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.DELETE_SNAPSHOTS))).isEmpty();
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.DELETE_SNAPSHOTS))).isEmpty();
      assertThat(fixture.markers()).isEmpty();
      assertThat(fixture.diary.read())
          .filteredOn(happening -> happening.call() == ProviderCall.DELETE)
          .containsExactly(
              new Happening(
                  ProviderCall.DELETE, List.of(copy(A, V)), 1, Optional.empty(), Optional.empty()));
    }
  }
}
