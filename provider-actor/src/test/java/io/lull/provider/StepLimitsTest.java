package io.lull.provider;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.V;
import static io.lull.protocol.provider.ProviderFixture.copy;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.test.CopyStore;
import io.lull.provider.test.ProviderCall;
import io.lull.provider.test.Trick;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepLimitsTest {
  private static final Limits LIMITS = Limits.defaults();
  private static final Duration TICK = Duration.ofMillis(1);

  private static Duration limit(ProviderStep step) {
    return switch (step) {
      case BEGIN_PREPARE -> LIMITS.begin();
      case END_PREPARE -> LIMITS.endPrepare();
      case PRE_COMMIT, COMMIT, POST_COMMIT -> LIMITS.commit();
      case PRE_FINAL_COMMIT -> LIMITS.preFinal();
      case POST_FINAL_COMMIT -> LIMITS.postFinal();
      case ABORT_SNAPSHOTS, DELETE_SNAPSHOTS -> throw new IllegalArgumentException();
    };
  }

  @ParameterizedTest
  @EnumSource(value = ProviderStep.class, names = ".*_SNAPSHOTS", mode = EnumSource.Mode.MATCH_NONE)
  void a_step_that_hangs_fails_at_its_limit_and_not_before(ProviderStep step) throws Exception {
    ProviderCall call = ProviderCall.valueOf(step.name());
    Trick hangs = Trick.once(call, Trick.Kind.HANG);
    try (ActorFixture fixture = new ActorFixture(hangs).before(A, step)) {
      fixture.tell(A, step);
      fixture.pass(limit(step).minus(TICK));
      fixture.asker.expectNoMessage(Duration.ZERO);
      fixture.pass(TICK);

      assertThat(ActorFixture.failure(fixture.reply())).contains(Failure.PROVIDER_TIMEOUT);
      assertThat(fixture.diary.await(call).worked()).isZero();
      fixture.finish();
      assertThat(fixture.markers()).isEmpty();
    }
  }

  @Test
  void what_a_step_makes_after_its_limit_is_removed_again() throws Exception {
    Trick deaf = Trick.once(ProviderCall.COMMIT, Trick.Kind.IGNORE_INTERRUPTS);
    try (ActorFixture fixture = new ActorFixture(deaf).upTo(A, ProviderStep.PRE_COMMIT)) {
      fixture.tell(A, ProviderStep.COMMIT);
      fixture.pass(LIMITS.commit());
      assertThat(ActorFixture.failure(fixture.reply())).contains(Failure.PROVIDER_TIMEOUT);
      fixture.diary.await(ProviderCall.DISCARD);
      fixture.letGo();
      assertThat(fixture.diary.await(ProviderCall.COMMIT).worked()).isOne();
      assertThat(fixture.diary.await(ProviderCall.DISCARD).about()).containsExactly(copy(A, V));
      assertThat(fixture.markers()).isEmpty();
    }
  }

  @Test
  void prepared_work_frees_itself_when_no_creation_comes() throws Exception {
    try (ActorFixture fixture = new ActorFixture().upTo(A, ProviderStep.END_PREPARE)) {
      fixture.pass(LIMITS.preparedLease().minus(TICK));
      assertThat(fixture.markers()).hasSize(1);
      fixture.pass(TICK);
      fixture.diary.await(ProviderCall.DISCARD);
      assertThat(fixture.markers()).isEmpty();
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.PRE_COMMIT)))
          .contains(Failure.TOMBSTONED);
    }
  }

  @Test
  void every_further_volume_prolongs_the_lease_and_the_creation_ends_it() throws Exception {
    try (ActorFixture fixture = new ActorFixture().begins(A, V)) {
      fixture.pass(LIMITS.preparedLease().minus(TICK));
      fixture.ask(A, ProviderStep.END_PREPARE);
      fixture.pass(LIMITS.preparedLease().minus(TICK));
      fixture.ask(A, ProviderStep.PRE_COMMIT);
      fixture.pass(LIMITS.preparedLease());

      fixture.finish();
      assertThat(fixture.markers()).hasSize(1);
      assertThat(fixture.inner.get().kept()).isZero();
    }
  }

  @Test
  void a_removal_that_fails_is_tried_again_after_a_pause() throws Exception {
    Trick fails = new Trick(ProviderCall.DISCARD, Trick.Kind.FAIL, 2, Optional.empty());
    try (ActorFixture fixture = new ActorFixture(fails).upTo(A, ProviderStep.END_PREPARE)) {
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.ABORT_SNAPSHOTS)))
          .contains(Failure.PROVIDER_VETO);
      fixture.pass(LIMITS.abort());
      fixture.finish();
      assertThat(fixture.markers()).hasSize(1);
      fixture.pass(LIMITS.abort());
      fixture.finish();
      assertThat(fixture.markers()).isEmpty();
      assertThat(fixture.inner.get().kept()).isZero();
    }
  }

  @Test
  void an_abort_does_not_wait_for_the_pause_of_a_removal_to_end() throws Exception {
    Trick fails = Trick.once(ProviderCall.DISCARD, Trick.Kind.FAIL);
    try (ActorFixture fixture = new ActorFixture(fails).upTo(A, ProviderStep.END_PREPARE)) {
      fixture.ask(A, ProviderStep.ABORT_SNAPSHOTS);
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.ABORT_SNAPSHOTS))).isEmpty();
      int begun = fixture.threads.started();
      fixture.pass(LIMITS.abort().multipliedBy(3));
      assertThat(fixture.threads.started()).isEqualTo(begun);
    }
  }

  /** Otherwise a stuck disk would collect a thread with every attempt. */
  @Test
  void a_removal_that_hangs_for_ever_costs_one_thread() throws Exception {
    CopyStore store = CopyStore.inMemory();
    Trick deaf = Trick.once(ProviderCall.DISCARD, Trick.Kind.IGNORE_INTERRUPTS);
    try (ActorFixture fixture = new ActorFixture(store, deaf).upTo(A, ProviderStep.END_PREPARE)) {
      fixture.tell(A, ProviderStep.ABORT_SNAPSHOTS);
      fixture.flush();
      int begun = fixture.threads.started();
      for (int i = 0; i < 20; i++) {
        fixture.pass(LIMITS.abort());
      }
      assertThat(ActorFixture.failure(fixture.reply())).contains(Failure.PROVIDER_TIMEOUT);
      assertThat(fixture.threads.started()).isEqualTo(begun);
      assertThat(fixture.threads.alive()).isOne();

      fixture.letGo();
      fixture.diary.await(ProviderCall.DISCARD);
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.ABORT_SNAPSHOTS))).isEmpty();
      assertThat(fixture.markers()).isEmpty();
    }
  }

  /** It waited for the one that hangs, and its time was over before its turn came. */
  @Test
  void a_deletion_that_was_never_begun_leaves_nothing_in_mind() throws Exception {
    Trick deaf = Trick.once(ProviderCall.DELETE, Trick.Kind.IGNORE_INTERRUPTS);
    try (ActorFixture fixture = new ActorFixture(deaf).upTo(A, ProviderStep.POST_FINAL_COMMIT)) {
      for (int i = 0; i < 2; i++) {
        fixture.tell(A, ProviderStep.DELETE_SNAPSHOTS);
        fixture.pass(LIMITS.delete());
        assertThat(ActorFixture.failure(fixture.reply())).contains(Failure.PROVIDER_TIMEOUT);
      }
      fixture.letGo();
      fixture.finish();
      assertThat(fixture.inner.get().kept()).isZero();
      assertThat(fixture.markers()).isEmpty();
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.DELETE_SNAPSHOTS))).isEmpty();
    }
  }

  @Test
  void a_deletion_that_hangs_is_answered_and_can_be_asked_for_again() throws Exception {
    Trick hangs = Trick.once(ProviderCall.DELETE, Trick.Kind.HANG);
    try (ActorFixture fixture = new ActorFixture(hangs).upTo(A, ProviderStep.POST_FINAL_COMMIT)) {
      fixture.tell(A, ProviderStep.DELETE_SNAPSHOTS);
      fixture.pass(LIMITS.delete());
      assertThat(ActorFixture.failure(fixture.reply())).contains(Failure.PROVIDER_TIMEOUT);
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.DELETE_SNAPSHOTS))).isEmpty();
      assertThat(fixture.markers()).isEmpty();
    }
  }
}
