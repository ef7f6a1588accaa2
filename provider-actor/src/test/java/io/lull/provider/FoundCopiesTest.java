package io.lull.provider;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.B;
import static io.lull.protocol.provider.ProviderFixture.HOLDS;
import static io.lull.protocol.provider.ProviderFixture.V;
import static io.lull.protocol.provider.ProviderFixture.copy;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.test.CopyStore;
import io.lull.provider.test.ProviderCall;
import io.lull.provider.test.Trick;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundCopiesTest {
  private final CopyStore store = CopyStore.inMemory();

  @Test
  void what_is_finished_is_kept_when_its_session_says_so() throws Exception {
    ActorFixture.put(store, A, true);
    try (ActorFixture fixture = new ActorFixture(store)) {
      fixture.fates.expectMessage(A.set());
      fixture.told(A, true);
      fixture.pass(ProviderActor.ASK_AGAIN.multipliedBy(3));

      fixture.fates.expectNoMessage(Duration.ZERO);
      assertThat(fixture.markers()).extracting(Marker::snapshot).containsExactly(copy(A, V));
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.POST_FINAL_COMMIT))).isEmpty();
      assertThat(fixture.inner.get().kept()).isZero();
    }
  }

  @Test
  void what_is_unfinished_is_asked_about_again_and_again_and_removed_when_told() throws Exception {
    ActorFixture.put(store, A, false);
    try (ActorFixture fixture = new ActorFixture(store)) {
      for (int i = 0; i < 3; i++) {
        fixture.fates.expectMessage(A.set());
        fixture.pass(ProviderActor.ASK_AGAIN);
      }
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.COMMIT)))
          .contains(Failure.HOST_RESTARTED);
      fixture.told(A, false);
      fixture.diary.await(ProviderCall.DISCARD);

      assertThat(fixture.markers()).isEmpty();
      fixture.flush();
      assertThat(fixture.inner.get().kept()).isZero();
    }
  }

  @Test
  void what_is_unfinished_frees_itself_when_nobody_ever_answers() throws Exception {
    ActorFixture.put(store, A, false);
    try (ActorFixture fixture = new ActorFixture(store)) {
      fixture.fates.expectMessage(A.set());
      fixture.pass(fixture.setup().limits().preparedLease());
      fixture.diary.await(ProviderCall.DISCARD);
      assertThat(fixture.markers()).isEmpty();
    }
  }

  /** The host was cut off while the session was released; its process did not end. */
  @Test
  void a_provider_that_was_away_at_release_leaves_no_copy_when_it_is_back() throws Exception {
    try (ActorFixture fixture = new ActorFixture(store).upTo(A, ProviderStep.POST_FINAL_COMMIT)) {
      fixture.actor.tell(new ProviderCommand.Reconnected());
      fixture.fates.expectMessage(A.set());
      fixture.told(A, false);
      assertThat(fixture.diary.await(ProviderCall.DISCARD).about()).containsExactly(copy(A, V));
      assertThat(fixture.markers()).isEmpty();
    }
  }

  @Test
  void a_provider_that_restarted_while_it_was_away_leaves_no_copy_either() throws Exception {
    try (ActorFixture fixture = new ActorFixture(store).upTo(A, ProviderStep.POST_FINAL_COMMIT)) {
      fixture.restart();
      fixture.fates.expectMessage(A.set());
      fixture.told(A, false);
      fixture.diary.await(ProviderCall.DISCARD);
      assertThat(fixture.markers()).isEmpty();
    }
  }

  @Test
  void copies_in_files_are_found_by_another_process(@TempDir Path directory) throws Exception {
    try (ActorFixture first = new ActorFixture(CopyStore.in(directory))) {
      first.upTo(A, ProviderStep.POST_FINAL_COMMIT);
      first.upTo(B, ProviderStep.COMMIT);
    }
    try (ActorFixture second = new ActorFixture(CopyStore.in(directory))) {
      second.fates.expectMessage(A.set());
      second.fates.expectMessage(B.set());
      second.told(A, true);
      second.told(B, false);
      second.diary.await(ProviderCall.DISCARD);
      assertThat(second.markers()).extracting(Marker::snapshot).containsExactly(copy(A, V));
      assertThat(second.markers().getFirst().holds()).contains(HOLDS);
    }
  }

  @Test
  void a_restart_in_the_middle_of_a_creation_is_recognised() throws Exception {
    try (ActorFixture fixture = new ActorFixture(store).upTo(A, ProviderStep.COMMIT)) {
      fixture.restart();
      fixture.fates.expectMessage(A.set());
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.POST_COMMIT)))
          .contains(Failure.HOST_RESTARTED);
      assertThat(ActorFixture.failure(fixture.ask(A, ProviderStep.ABORT_SNAPSHOTS))).isEmpty();
      assertThat(fixture.markers()).isEmpty();
    }
  }

  @Test
  void an_abort_waits_for_the_list_of_copies_and_removes_what_is_on_it() throws Exception {
    ActorFixture.put(store, A, false);
    Trick slow = Trick.once(ProviderCall.COPIES, Trick.Kind.DELAY);
    try (ActorFixture fixture = new ActorFixture(store, slow)) {
      fixture.tell(A, ProviderStep.ABORT_SNAPSHOTS);
      fixture.asker.expectNoMessage(Duration.ZERO);
      fixture.letGo();
      assertThat(ActorFixture.failure(fixture.reply())).isEmpty();
      assertThat(fixture.markers()).isEmpty();
    }
  }

  @Test
  void nothing_is_taken_while_the_copies_cannot_be_listed() throws Exception {
    ActorFixture.put(store, A, true);
    Trick broken = Trick.once(ProviderCall.COPIES, Trick.Kind.BREAK);
    try (ActorFixture fixture = new ActorFixture(store, broken)) {
      assertThat(ActorFixture.failure(fixture.ask(B, ProviderStep.BEGIN_PREPARE)))
          .contains(Failure.UNEXPECTED_PROVIDER_ERROR);
      assertThat(fixture.notes).singleElement().asString().contains("listing", "told to break");

      fixture.pass(Duration.ofSeconds(10));
      fixture.fates.expectMessage(A.set());
      fixture.begins(B, V);
    }
  }

  @Test
  void a_list_that_hangs_is_given_up_and_made_again_when_it_has_ended() throws Exception {
    Trick hangs = Trick.once(ProviderCall.COPIES, Trick.Kind.IGNORE_INTERRUPTS);
    try (ActorFixture fixture = new ActorFixture(store, hangs)) {
      fixture.threads.awaitStarted(1);
      fixture.tell(B, ProviderStep.BEGIN_PREPARE);
      fixture.passUnanswered(fixture.setup().limits().begin());
      assertThat(ActorFixture.failure(fixture.reply())).contains(Failure.PROVIDER_TIMEOUT);

      fixture.letGo();
      fixture.threads.join();
      fixture.begins(B, V);
      assertThat(fixture.diary.calls())
          .containsExactly(ProviderCall.COPIES, ProviderCall.BEGIN_PREPARE);
    }
  }
}
