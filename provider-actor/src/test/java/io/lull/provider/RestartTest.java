package io.lull.provider;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.B;
import static io.lull.protocol.provider.ProviderFixture.V;
import static io.lull.protocol.provider.ProviderFixture.copy;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderInput.PostCommit;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.test.ProviderCall;
import io.lull.provider.test.Trick;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestartTest {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static void fail(ActorFixture fixture) {
    fixture.mistake.set(Optional.of(new IllegalStateException("the clock is broken")));
    ProviderActor broken = fixture.inner.get();
    fixture.told(A, true);
    while (fixture.inner.get() == broken) {
      fixture.passUnanswered(PAUSE);
    }
  }

  @Test
  void after_a_mistake_of_ours_the_markers_tell_what_there_was() throws Exception {
    try (ActorFixture fixture = new ActorFixture().upTo(A, ProviderStep.COMMIT)) {
      fail(fixture);
      fixture.fates.expectMessage(A.set());
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.POST_COMMIT)))
          .contains(Failure.HOST_RESTARTED);
      fixture.told(A, false);
      fixture.diary.await(ProviderCall.DISCARD);
      assertThat(fixture.markers()).isEmpty();
      assertThat(fixture.notes).singleElement().asString().contains("the clock is broken");
      fixture.upTo(B, ProviderStep.POST_FINAL_COMMIT);
    }
  }

  @Test
  void work_of_before_is_interrupted() throws Exception {
    Trick hangs = Trick.once(ProviderCall.COMMIT, Trick.Kind.HANG);
    try (ActorFixture fixture = new ActorFixture(hangs).upTo(A, ProviderStep.PRE_COMMIT)) {
      fixture.tell(A, ProviderStep.COMMIT);
      fixture.flush();
      fail(fixture);
      assertThat(fixture.diary.await(ProviderCall.COMMIT).worked()).isZero();
      fixture.finish();
    }
  }

  /** Its number may be that of other work by now. */
  @Test
  void work_of_before_that_ends_late_is_found_by_its_marker() throws Exception {
    Trick deaf = Trick.once(ProviderCall.BEGIN_PREPARE, Trick.Kind.IGNORE_INTERRUPTS);
    try (ActorFixture fixture = new ActorFixture(deaf)) {
      fixture.tell(A, ProviderStep.BEGIN_PREPARE);
      fixture.provider.awaitHanging();
      fail(fixture);
      fixture.tell(B, ProviderStep.BEGIN_PREPARE);
      assertThat(fixture.reply().stamp()).isEqualTo(B);

      fixture.letGo();
      fixture.fates.expectMessage(A.set());
      fixture.told(A, false);
      assertThat(fixture.diary.await(ProviderCall.DISCARD).about()).containsExactly(copy(A, V));
      assertThat(fixture.markers()).extracting(Marker::snapshot).containsExactly(copy(B, V));
    }
  }

  @Test
  void a_request_that_hits_a_mistake_is_refused_and_costs_nothing() throws Exception {
    try (ActorFixture fixture = new ActorFixture().upTo(A, ProviderStep.COMMIT)) {
      // A stamp that no constructor can refuse, and no rule can compare.
      fixture.tell(
          new PostCommit(new Stamp(A.session(), A.set(), null, A.incarnation(), A.slot())));
      assertThat(ActorFixture.failure(fixture.reply())).contains(Failure.INTERNAL);
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.POST_COMMIT))).isEmpty();
    }
  }

  @Test
  void an_actor_that_is_stopped_leaves_no_work_behind() throws Exception {
    Trick hangs = Trick.once(ProviderCall.END_PREPARE, Trick.Kind.HANG);
    try (ActorFixture fixture = new ActorFixture(hangs).begins(A, V)) {
      fixture.tell(A, ProviderStep.END_PREPARE);
      fixture.flush();
      fixture.stop();
      fixture.threads.join();
      assertThat(fixture.threads.alive()).isZero();
    }
  }
}
