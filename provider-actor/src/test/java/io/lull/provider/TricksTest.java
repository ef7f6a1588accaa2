package io.lull.provider;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.HOLDS;
import static io.lull.protocol.provider.ProviderFixture.V;
import static io.lull.protocol.provider.ProviderFixture.W;
import static io.lull.protocol.provider.ProviderFixture.copy;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderInput.EndPrepare;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.test.Copy;
import io.lull.provider.test.CopyStore;
import io.lull.provider.test.Happening;
import io.lull.provider.test.ProviderCall;
import io.lull.provider.test.Trick;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the provider for tests can do wrong, and what becomes of it. */
class TricksTest {
  private static ActorFixture atCommit(Trick.Kind kind) {
    return new ActorFixture(Trick.once(ProviderCall.COMMIT, kind)).before(A, ProviderStep.COMMIT);
  }

  @ParameterizedTest
  @EnumSource(value = ProviderStep.class, names = ".*_SNAPSHOTS", mode = EnumSource.Mode.MATCH_NONE)
  void a_step_that_fails_fails_the_set_and_nothing_of_it_remains(ProviderStep step)
      throws Exception {
    ProviderCall call = ProviderCall.valueOf(step.name());
    Trick fails = Trick.once(call, Trick.Kind.FAIL);
    try (ActorFixture fixture = new ActorFixture(fails).before(A, step)) {
      ProviderReply reply = fixture.ask(A, step);
      assertThat(ActorFixture.failure(reply)).contains(Failure.PROVIDER_VETO);
      assertThat(ActorFixture.fault(reply).detail()).isEqualTo("told to FAIL at " + call);
      fixture.diary.await(ProviderCall.DISCARD);
      assertThat(fixture.markers()).isEmpty();
      assertThat(fixture.notes).isEmpty();
    }
  }

  @Test
  void an_exception_that_no_provider_should_throw_is_told_in_one_line_and_noted() {
    try (ActorFixture fixture = atCommit(Trick.Kind.BREAK)) {
      String detail = ActorFixture.fault(fixture.ask(A, ProviderStep.COMMIT)).detail();
      assertThat(detail)
          .contains("COMMIT of a by h1/btrfs", "IllegalStateException: told to break")
          .doesNotContain("\tat ", "java.lang");
      assertThat(fixture.notes).singleElement().asString().contains("told to break at COMMIT");
    }
  }

  @Test
  void a_step_that_takes_its_time_succeeds() throws Exception {
    try (ActorFixture fixture = atCommit(Trick.Kind.DELAY)) {
      fixture.tell(A, ProviderStep.COMMIT);
      fixture.flush();
      fixture.letGo();
      assertThat(fixture.reply()).isInstanceOf(ProviderReply.Committed.class);
    }
  }

  /** Nobody here can know; the records of the provider show it to the checker. */
  @Test
  void a_commit_that_lies_is_seen_in_what_the_provider_keeps() throws Exception {
    try (ActorFixture fixture = atCommit(Trick.Kind.SAY_DONE)) {
      assertThat(fixture.ask(A, ProviderStep.COMMIT)).isInstanceOf(ProviderReply.Committed.class);
      assertThat(fixture.store.get(copy(A, V))).map(Copy::made).contains(false);
      assertThat(fixture.markers()).singleElement().matches(marker -> marker.receipt().isEmpty());
    }
  }

  @Test
  void a_copy_that_was_made_although_its_step_is_said_to_have_failed_is_removed() throws Exception {
    try (ActorFixture fixture = atCommit(Trick.Kind.SAY_FAILED)) {
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.COMMIT)))
          .contains(Failure.PROVIDER_VETO);
      assertThat(fixture.diary.await(ProviderCall.COMMIT).worked()).isOne();
      fixture.diary.await(ProviderCall.DISCARD);
      assertThat(fixture.markers()).isEmpty();
    }
  }

  @Test
  void a_marker_of_other_holds_is_not_the_receipt_that_was_given() throws Exception {
    try (ActorFixture fixture = atCommit(Trick.Kind.WRONG_DIGEST)) {
      ProviderReply.Committed reply = (ProviderReply.Committed) fixture.ask(A, ProviderStep.COMMIT);
      assertThat(reply.receipt().holds()).isEqualTo(HOLDS);
      assertThat(fixture.markers().getFirst().holds()).isPresent().isNotEqualTo(Optional.of(HOLDS));
    }
  }

  @Test
  void half_of_the_copies_is_removed_with_the_other_half() throws Exception {
    Trick half = Trick.once(ProviderCall.COMMIT, Trick.Kind.HALF);
    try (ActorFixture fixture = new ActorFixture(half).begins(A, V).begins(A, W)) {
      fixture.tell(new EndPrepare(A, Set.of(V, W)));
      fixture.reply();
      fixture.ask(A, ProviderStep.PRE_COMMIT);
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.COMMIT)))
          .contains(Failure.PROVIDER_VETO);
      Happening commit = fixture.diary.await(ProviderCall.COMMIT);
      assertThat(commit.about()).containsExactly(copy(A, V), copy(A, W));
      assertThat(commit.worked()).isOne();
      fixture.finish();
      assertThat(fixture.markers()).isEmpty();
    }
  }

  @Test
  void a_removal_that_lies_is_found_out_by_the_next_life() throws Exception {
    CopyStore store = CopyStore.inMemory();
    Trick lies = Trick.once(ProviderCall.DISCARD, Trick.Kind.SAY_DONE);
    try (ActorFixture fixture = new ActorFixture(store, lies).upTo(A, ProviderStep.COMMIT)) {
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.ABORT_SNAPSHOTS))).isEmpty();
      assertThat(fixture.markers()).extracting(Marker::snapshot).containsExactly(copy(A, V));
      fixture.restart();
      fixture.fates.expectMessage(A.set());
      fixture.told(A, false);
      assertThat(fixture.diary.await(ProviderCall.DISCARD).worked()).isZero();
      assertThat(fixture.diary.await(ProviderCall.DISCARD).worked()).isOne();
      assertThat(fixture.markers()).isEmpty();
    }
  }

  @Test
  void a_trick_is_played_as_often_as_told() {
    Trick fails = new Trick(ProviderCall.DELETE, Trick.Kind.FAIL, 2, Optional.empty());
    try (ActorFixture fixture = new ActorFixture(fails).upTo(A, ProviderStep.POST_FINAL_COMMIT)) {
      for (int i = 0; i < 2; i++) {
        assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.DELETE_SNAPSHOTS)))
            .contains(Failure.PROVIDER_VETO);
      }
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.DELETE_SNAPSHOTS))).isEmpty();
    }
  }
}
