package io.lull.provider;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.B;
import static io.lull.protocol.provider.ProviderFixture.HOLDS;
import static io.lull.protocol.provider.ProviderFixture.V;
import static io.lull.protocol.provider.ProviderFixture.W;
import static io.lull.protocol.provider.ProviderFixture.copy;
import static io.lull.protocol.provider.ProviderFixture.later;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderFixture;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.test.Copy;
import io.lull.provider.test.Happening;
import io.lull.provider.test.ProviderCall;
import io.lull.provider.test.Trick;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CreationTest {
  @Test
  void every_step_is_done_once_and_answered_as_often_as_it_is_asked() throws Exception {
    try (ActorFixture fixture = new ActorFixture()) {
      List<ProviderReply> first = new ArrayList<>();
      for (ProviderStep step : ProviderFixture.creation()) {
        first.add(fixture.ask(A, step));
        assertThat(fixture.ask(A, step)).isEqualTo(first.getLast());
      }
      List<ProviderReply> again =
          ProviderFixture.creation().stream().map(step -> fixture.ask(A, step)).toList();

      assertThat(first).allMatch(reply -> ActorFixture.failure(reply).isEmpty());
      assertThat(again).isEqualTo(first);
      assertThat(fixture.diary.calls())
          .containsExactly(
              ProviderCall.COPIES,
              ProviderCall.BEGIN_PREPARE,
              ProviderCall.END_PREPARE,
              ProviderCall.PRE_COMMIT,
              ProviderCall.COMMIT,
              ProviderCall.POST_COMMIT,
              ProviderCall.PRE_FINAL_COMMIT,
              ProviderCall.POST_FINAL_COMMIT);
    }
  }

  @Test
  void the_copy_is_made_under_the_holds_of_the_commit_and_keeps_the_receipt() throws Exception {
    try (ActorFixture fixture = new ActorFixture().upTo(A, ProviderStep.PRE_COMMIT)) {
      assertThat(fixture.store.get(copy(A, V))).map(Copy::made).contains(false);
      ProviderReply.Committed reply = (ProviderReply.Committed) fixture.ask(A, ProviderStep.COMMIT);

      assertThat(fixture.store.get(copy(A, V))).map(Copy::made).contains(true);
      assertThat(fixture.markers()).singleElement().extracting(Marker::created).isEqualTo(false);
      assertThat(fixture.markers().getFirst().receipt()).contains(reply.receipt());
      assertThat(fixture.diary.read())
          .filteredOn(happening -> happening.call() == ProviderCall.COMMIT)
          .extracting(Happening::holds)
          .containsExactly(Optional.of(HOLDS));
    }
  }

  @Test
  void the_copy_is_writable_between_the_final_steps_and_never_else() throws Exception {
    try (ActorFixture fixture = new ActorFixture()) {
      for (ProviderStep step : ProviderFixture.creation()) {
        fixture.ask(A, step);
        assertThat(fixture.store.get(copy(A, V)))
            .map(Copy::writable)
            .contains(step == ProviderStep.PRE_FINAL_COMMIT);
      }
      assertThat(fixture.markers()).singleElement().extracting(Marker::created).isEqualTo(true);
    }
  }

  @Test
  void volumes_are_begun_side_by_side_and_each_asker_hears_of_his_own() throws Exception {
    try (ActorFixture fixture =
        new ActorFixture(Trick.once(ProviderCall.BEGIN_PREPARE, Trick.Kind.DELAY))) {
      fixture.tell(new BeginPrepare(A, V));
      fixture.provider.awaitHanging();
      fixture.tell(new BeginPrepare(A, W));
      ProviderReply.Begun second = (ProviderReply.Begun) fixture.reply();
      fixture.letGo();
      ProviderReply.Begun first = (ProviderReply.Begun) fixture.reply();

      assertThat(List.of(second.volume(), first.volume())).containsExactly(W, V);
    }
  }

  @Test
  void a_volume_that_the_provider_does_not_accept_is_left_out() throws Exception {
    try (ActorFixture fixture = new ActorFixture()) {
      fixture.tell(new BeginPrepare(A, ActorFixture.REFUSED));
      assertThat(ActorFixture.failure(fixture.reply()))
          .contains(Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER);
      fixture.begins(A, V);
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.END_PREPARE))).isEmpty();
      assertThat(fixture.markers()).extracting(Marker::snapshot).containsExactly(copy(A, V));
    }
  }

  @Test
  void a_repeated_question_is_answered_to_whoever_asked_last() throws Exception {
    try (ActorFixture fixture =
        new ActorFixture(Trick.once(ProviderCall.END_PREPARE, Trick.Kind.DELAY))) {
      fixture.begins(A, V).tell(A, ProviderStep.END_PREPARE);
      fixture.tell(A, ProviderStep.END_PREPARE);
      fixture.tell(later(A), ProviderStep.END_PREPARE);
      fixture.flush();
      fixture.letGo();

      assertThat(fixture.reply().stamp()).isEqualTo(later(A));
      fixture.flush();
      assertThat(fixture.inner.get().kept()).isOne(); // The lease of what is prepared.
      fixture.asker.expectNoMessage(Duration.ZERO);
    }
  }

  @Test
  void a_refused_volume_of_an_old_slot_is_answered_too() throws Exception {
    try (ActorFixture fixture = new ActorFixture().upTo(B, ProviderStep.END_PREPARE)) {
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.BEGIN_PREPARE)))
          .contains(Failure.STALE_SLOT);
    }
  }
}
