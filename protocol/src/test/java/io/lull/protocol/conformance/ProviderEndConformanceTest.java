package io.lull.protocol.conformance;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.B;
import static io.lull.protocol.provider.ProviderFixture.DONE;
import static io.lull.protocol.provider.ProviderFixture.FAILED;
import static io.lull.protocol.provider.ProviderFixture.HOLDS;
import static io.lull.protocol.provider.ProviderFixture.LIFE;
import static io.lull.protocol.provider.ProviderFixture.PROVIDER;
import static io.lull.protocol.provider.ProviderFixture.V;
import static io.lull.protocol.provider.ProviderFixture.W;
import static io.lull.protocol.provider.ProviderFixture.copy;
import static io.lull.protocol.provider.ProviderFixture.creation;
import static io.lull.protocol.provider.ProviderFixture.delete;
import static io.lull.protocol.provider.ProviderFixture.failure;
import static io.lull.protocol.provider.ProviderFixture.later;
import static io.lull.protocol.provider.ProviderFixture.request;
import static io.lull.protocol.provider.ProviderPhase.ABORTED;
import static io.lull.protocol.provider.ProviderPhase.COMMITTED;
import static io.lull.protocol.provider.ProviderPhase.CREATED;
import static io.lull.protocol.provider.ProviderPhase.DELETED;
import static io.lull.protocol.provider.ProviderPhase.ENDING_PREPARE;
import static io.lull.protocol.provider.ProviderPhase.POST_COMMITTED;
import static io.lull.protocol.provider.ProviderPhase.PRE_COMMITTED;
import static io.lull.protocol.provider.ProviderStep.ABORT_SNAPSHOTS;
import static io.lull.protocol.provider.ProviderStep.BEGIN_PREPARE;
import static io.lull.protocol.provider.ProviderStep.COMMIT;
import static io.lull.protocol.provider.ProviderStep.DELETE_SNAPSHOTS;
import static io.lull.protocol.provider.ProviderStep.END_PREPARE;
import static io.lull.protocol.provider.ProviderStep.POST_COMMIT;
import static io.lull.protocol.provider.ProviderStep.POST_FINAL_COMMIT;
import static io.lull.protocol.provider.ProviderStep.PRE_COMMIT;
import static io.lull.protocol.provider.ProviderStep.PRE_FINAL_COMMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.provider.ProviderEffect;
import io.lull.protocol.provider.ProviderEffect.DeleteCopies;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderEffect.NoteFault;
import io.lull.protocol.provider.ProviderEffect.RunStep;
import io.lull.protocol.provider.ProviderEvent;
import io.lull.protocol.provider.ProviderFixture;
import io.lull.protocol.provider.ProviderInput.AbortSnapshots;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.EndPrepare;
import io.lull.protocol.provider.ProviderPhase;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderReply.Committed;
import io.lull.protocol.provider.ProviderReply.Deleted;
import io.lull.protocol.provider.ProviderReply.Stepped;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.provider.StepResult.DeletionStopped;
import io.lull.protocol.table.Decision;
import io.lull.protocol.value.Sorted;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a provider promises about aborts, repeats, failures and deletions. */
class ProviderEndConformanceTest {
  private final ProviderFixture f = new ProviderFixture();

  @Test
  void V04_a_second_abort_changes_nothing() {
    f.upTo(A, POST_COMMIT).does(A, ABORT_SNAPSHOTS);
    ProviderReply first = f.reply();
    f.effects.clear();

    Decision<ProviderEvent, ProviderEffect, ProviderReply> second = f.give(new AbortSnapshots(A));

    assertThat(second.events()).isEmpty();
    assertThat(second.effects()).isEmpty();
    assertThat(second.replies()).containsExactly(first);
  }

  @Test
  void V04_an_abort_of_an_unknown_set_is_answered_and_disturbs_nobody() {
    f.upTo(A, PRE_COMMIT);
    f.effects.clear();

    f.give(new AbortSnapshots(B));

    assertThat(f.reply()).isEqualTo(new Stepped(PROVIDER, B, ABORT_SNAPSHOTS, DONE));
    assertThat(f.effects).isEmpty();
    assertThat(f.phase(A)).isEqualTo(PRE_COMMITTED);
    f.give(new BeginPrepare(B, V));
    assertThat(failure(f.reply())).contains(Failure.TOMBSTONED);
  }

  @Test
  void V04_an_abort_does_not_touch_a_finished_set() {
    f.upTo(A, POST_FINAL_COMMIT);
    f.effects.clear();

    f.give(new AbortSnapshots(A));

    assertThat(f.phase(A)).isEqualTo(CREATED);
    assertThat(f.effects).isEmpty();
    assertThat(f.copied(A)).containsExactly(V);
  }

  @Test
  void V05_an_abort_ends_an_EndPrepare_that_waits() {
    f.begins(A, V).give(new EndPrepare(A, Set.of(V)));
    assertThat(f.phase(A)).isEqualTo(ENDING_PREPARE);

    f.give(new AbortSnapshots(A));

    assertThat(f.reply())
        .isInstanceOfSatisfying(
            Stepped.class, stepped -> assertThat(stepped.step()).isEqualTo(END_PREPARE));
    assertThat(failure(f.reply())).contains(Failure.SESSION_ABORTED);
    f.ends(f.last(DiscardCopies.class), DONE);
    assertThat(f.reply()).isEqualTo(new Stepped(PROVIDER, A, ABORT_SNAPSHOTS, DONE));
  }

  @Test
  void V06_the_copy_is_writable_from_PreFinalCommit_to_PostFinalCommit_only() {
    for (ProviderStep step : creation()) {
      f.give(request(A, step));
      boolean open = step == PRE_FINAL_COMMIT || step == POST_FINAL_COMMIT;
      assertThat(f.phase(A).isWritable()).as("while " + step).isEqualTo(open);
      assertThat(f.last(RunStep.class).writable()).isEqualTo(step == PRE_FINAL_COMMIT);
      f.ends(DONE);
      assertThat(f.phase(A).isWritable()).as("after " + step).isEqualTo(step == PRE_FINAL_COMMIT);
    }
    assertThat(f.phase(A)).isEqualTo(CREATED);
  }

  @Test
  void V07_a_step_that_arrives_again_gets_the_earlier_answer_and_has_no_effect() {
    for (ProviderStep last : creation()) {
      ProviderFixture at = new ProviderFixture().upTo(A, last);
      List<ProviderReply> earlier = List.copyOf(at.replies);
      at.replies.clear();
      at.events.clear();
      at.effects.clear();

      EnumSet.range(BEGIN_PREPARE, last).forEach(step -> at.give(request(A, step)));

      assertThat(at.replies).isEqualTo(earlier);
      assertThat(at.events).isEmpty();
      assertThat(at.effects).isEmpty();
    }
  }

  @Test
  void V07_a_recovered_coordinator_that_asks_again_gets_the_same_under_its_own_stamp() {
    f.upTo(A, COMMIT);
    Receipt receipt =
        new Receipt(PROVIDER, A.set(), A.epoch(), LIFE, HOLDS, Sorted.set(List.of(V)));
    f.effects.clear();

    f.give(request(later(A), COMMIT));

    assertThat(f.reply()).isEqualTo(new Committed(PROVIDER, later(A), receipt));
    assertThat(f.effects).isEmpty();
  }

  @Test
  void V07_a_late_step_of_a_finished_set_is_answered_although_another_set_began_since() {
    f.upTo(A, POST_FINAL_COMMIT).upTo(B, COMMIT);

    f.give(request(A, POST_COMMIT));

    assertThat(f.reply()).isEqualTo(new Stepped(PROVIDER, A, POST_COMMIT, DONE));
    assertThat(f.phase(B)).isEqualTo(COMMITTED);
  }

  @Test
  void C05_a_step_that_fails_fails_the_set_and_no_copy_of_it_remains() {
    for (ProviderStep step : EnumSet.range(END_PREPARE, POST_FINAL_COMMIT)) {
      ProviderFixture at = new ProviderFixture().begins(A, V).begins(A, W);
      EnumSet.range(END_PREPARE, step)
          .forEach(
              s -> {
                at.give(request(A, s));
                at.ends(s == step ? FAILED : DONE);
              });

      assertThat(failure(at.reply())).contains(Failure.INSUFFICIENT_STORAGE);
      assertThat(at.last(DiscardCopies.class).snapshots()).containsExactly(copy(A, V), copy(A, W));
      at.ends(DONE);
      assertThat(at.phase(A)).isEqualTo(ABORTED);
      assertThat(at.machine.outstanding(at.provider, at.now)).isEmpty();
    }
  }

  @Test
  void C05_the_copies_go_also_after_PostCommit_when_another_provider_has_failed() {
    f.upTo(A, POST_COMMIT);
    assertThat(f.phase(A)).isEqualTo(POST_COMMITTED);

    f.does(A, ABORT_SNAPSHOTS);

    assertThat(f.last(DiscardCopies.class).snapshots()).containsExactly(copy(A, V));
    assertThat(f.reply()).isEqualTo(new Stepped(PROVIDER, A, ABORT_SNAPSHOTS, DONE));
  }

  @Test
  void C06_a_result_that_is_not_allowed_is_turned_into_an_unexpected_error_and_logged() {
    Set<Failure> allowed =
        EnumSet.of(
            Failure.OUT_OF_MEMORY,
            Failure.INVALID_ARGUMENT,
            Failure.ACCESS_DENIED,
            Failure.BAD_STATE,
            Failure.OBJECT_NOT_FOUND,
            Failure.INSUFFICIENT_STORAGE,
            Failure.VOLUME_NOT_SUPPORTED,
            Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
            Failure.MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED,
            Failure.PROVIDER_VETO);
    for (Failure failure : Failure.values()) {
      ProviderFixture at = new ProviderFixture().upTo(A, PRE_COMMIT);
      at.give(request(A, COMMIT));
      Fault fault = Fault.of(failure, "as it came");

      at.ends(new StepResult.Failed(fault));

      boolean passes = allowed.contains(failure);
      assertThat(failure(at.reply()))
          .contains(passes ? failure : Failure.UNEXPECTED_PROVIDER_ERROR);
      assertThat(at.all(NoteFault.class))
          .isEqualTo(passes ? List.of() : List.of(new NoteFault(A.set(), COMMIT, fault)));
    }
  }

  @Test
  void C06_what_AbortSnapshots_reports_is_neither_turned_nor_logged() {
    Fault fault = Fault.of(Failure.CANCELLED, "as it came");
    f.upTo(A, COMMIT).give(new AbortSnapshots(A));

    f.ends(new StepResult.Failed(fault));

    assertThat(f.reply())
        .isEqualTo(new Stepped(PROVIDER, A, ABORT_SNAPSHOTS, new StepResult.Failed(fault)));
    assertThat(f.all(NoteFault.class)).isEmpty();
  }

  @Test
  void T02_DeleteSnapshots_ends_one_copy_or_all_of_a_set() {
    f.begins(A, V).begins(A, W);
    EnumSet.range(END_PREPARE, POST_FINAL_COMMIT).forEach(step -> f.does(A, step));

    f.give(delete(A, W));
    assertThat(f.last(DeleteCopies.class).snapshots()).containsExactly(copy(A, W));
    f.ends(DONE);
    assertThat(f.reply()).isEqualTo(new Deleted(PROVIDER, A, List.of(copy(A, W)), DONE));
    assertThat(f.phase(A)).isEqualTo(CREATED);
    assertThat(f.copied(A)).containsExactly(V);

    f.give(delete(A, V, W));
    assertThat(f.last(DeleteCopies.class).snapshots()).containsExactly(copy(A, V));
    f.ends(DONE);
    assertThat(f.phase(A)).isEqualTo(DELETED);
  }

  @Test
  void T10_after_an_abort_a_deletion_answers_that_there_is_nothing_and_does_nothing() {
    f.upTo(A, POST_COMMIT).does(A, ABORT_SNAPSHOTS);
    f.effects.clear();

    Decision<ProviderEvent, ProviderEffect, ProviderReply> decision = f.give(delete(A, V));

    assertThat(failure(f.reply())).contains(Failure.OBJECT_NOT_FOUND);
    assertThat(decision.events()).isEmpty();
    assertThat(decision.effects()).isEmpty();
  }

  @Test
  void T10_a_deletion_removes_what_an_earlier_life_has_left_over() {
    f.in(A, ProviderPhase.LEFT_OVER);

    f.does(A, DELETE_SNAPSHOTS);

    assertThat(f.last(DeleteCopies.class).snapshots()).containsExactly(copy(A, V));
    assertThat(f.reply()).isEqualTo(new Deleted(PROVIDER, A, List.of(copy(A, V)), DONE));
    assertThat(f.phase(A)).isEqualTo(DELETED);
  }

  @Test
  void F08_a_name_that_does_not_exist_deletes_nothing() {
    f.upTo(A, POST_FINAL_COMMIT);
    f.effects.clear();
    f.replies.clear();

    assertThat(f.give(delete(A, W)).events()).isEmpty();
    assertThat(f.give(delete(A, V, W)).events()).isEmpty();
    assertThat(f.give(delete(B, V)).events()).isEmpty();

    assertThat(f.effects).isEmpty();
    assertThat(f.replies)
        .extracting(ProviderFixture::failure)
        .containsOnly(Optional.of(Failure.OBJECT_NOT_FOUND));
    assertThat(f.copied(A)).containsExactly(V);
  }

  @Test
  void R12_a_deletion_stops_at_its_first_failure_and_tells_how_far_it_came() {
    f.begins(A, V).begins(A, W);
    EnumSet.range(END_PREPARE, POST_FINAL_COMMIT).forEach(step -> f.does(A, step));
    f.give(delete(A, W, V));
    StepResult stopped =
        new DeletionStopped(
            List.of(copy(A, W)), copy(A, V), Fault.of(Failure.ACCESS_DENIED, "it is in use"));

    assertThat(f.last(DeleteCopies.class).snapshots()).containsExactly(copy(A, W), copy(A, V));
    f.ends(stopped);

    assertThat(f.reply())
        .isEqualTo(new Deleted(PROVIDER, A, List.of(copy(A, W), copy(A, V)), stopped));
    assertThat(f.phase(A)).isEqualTo(CREATED);
    assertThat(f.copied(A)).containsExactly(V);
  }
}
