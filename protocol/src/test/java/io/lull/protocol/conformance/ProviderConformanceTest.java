package io.lull.protocol.conformance;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.B;
import static io.lull.protocol.provider.ProviderFixture.DONE;
import static io.lull.protocol.provider.ProviderFixture.PROVIDER;
import static io.lull.protocol.provider.ProviderFixture.V;
import static io.lull.protocol.provider.ProviderFixture.W;
import static io.lull.protocol.provider.ProviderFixture.copy;
import static io.lull.protocol.provider.ProviderFixture.delete;
import static io.lull.protocol.provider.ProviderFixture.failure;
import static io.lull.protocol.provider.ProviderFixture.request;
import static io.lull.protocol.provider.ProviderPhase.ABORTED;
import static io.lull.protocol.provider.ProviderPhase.ABORTING;
import static io.lull.protocol.provider.ProviderPhase.ABSENT;
import static io.lull.protocol.provider.ProviderPhase.COMMITTED;
import static io.lull.protocol.provider.ProviderPhase.CREATED;
import static io.lull.protocol.provider.ProviderPhase.PREPARED;
import static io.lull.protocol.provider.ProviderPhase.PREPARING;
import static io.lull.protocol.provider.ProviderPhase.PRE_COMMITTED;
import static io.lull.protocol.provider.ProviderStep.ABORT_SNAPSHOTS;
import static io.lull.protocol.provider.ProviderStep.COMMIT;
import static io.lull.protocol.provider.ProviderStep.DELETE_SNAPSHOTS;
import static io.lull.protocol.provider.ProviderStep.END_PREPARE;
import static io.lull.protocol.provider.ProviderStep.POST_COMMIT;
import static io.lull.protocol.provider.ProviderStep.POST_FINAL_COMMIT;
import static io.lull.protocol.provider.ProviderStep.PRE_COMMIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.ProviderEffect;
import io.lull.protocol.provider.ProviderEffect.ArmPrepared;
import io.lull.protocol.provider.ProviderEffect.DeleteCopies;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderEffect.NoteFault;
import io.lull.protocol.provider.ProviderEffect.RunStep;
import io.lull.protocol.provider.ProviderFixture;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.PreparedDue;
import io.lull.protocol.provider.ProviderPhase;
import io.lull.protocol.provider.ProviderReply.Begun;
import io.lull.protocol.provider.ProviderReply.Committed;
import io.lull.protocol.provider.ProviderReply.Refused;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What one provider promises; when a coordinator calls it is the session's part. */
class ProviderConformanceTest {
  private static final Set<ProviderStep> STRICT =
      EnumSet.of(END_PREPARE, PRE_COMMIT, COMMIT, POST_COMMIT);

  private final ProviderFixture f = new ProviderFixture();

  @ParameterizedTest
  @EnumSource(ProviderPhase.class)
  void P11_a_new_creation_may_begin_in_every_state(ProviderPhase phase) {
    f.in(A, phase);

    f.give(new BeginPrepare(B, V));
    RunStep work = f.last(RunStep.class);
    f.ends(work, DONE);

    assertThat(work.set()).isEqualTo(B.set());
    assertThat(f.reply()).isEqualTo(new Begun(PROVIDER, B, V, DONE));
  }

  @ParameterizedTest
  @EnumSource(ProviderPhase.class)
  void P12_a_new_set_starts_afresh_and_what_was_unfinished_is_discarded(ProviderPhase phase) {
    f.in(A, phase);
    boolean unfinished = phase.isUnfinished();
    f.effects.clear();

    f.give(new BeginPrepare(B, V));

    assertThat(f.phase(B)).isEqualTo(PREPARING);
    if (unfinished) {
      assertThat(f.phase(A)).isEqualTo(ABORTING);
      assertThat(f.last(DiscardCopies.class).snapshots()).containsExactly(copy(A, V));
      f.ends(f.last(DiscardCopies.class), DONE);
      assertThat(f.phase(A)).isEqualTo(ABORTED);
    } else {
      assertThat(f.all(DiscardCopies.class)).isEmpty();
    }
  }

  @Test
  void P13_a_set_that_ended_here_is_never_begun_again() {
    f.upTo(A, END_PREPARE).does(A, ABORT_SNAPSHOTS);
    f.effects.clear();
    f.give(new BeginPrepare(A, W));
    assertThat(failure(f.reply())).contains(Failure.TOMBSTONED);

    f.upTo(B, POST_FINAL_COMMIT);
    f.effects.clear();
    f.give(new BeginPrepare(B, W));
    assertThat(failure(f.reply())).isPresent();
    f.does(B, DELETE_SNAPSHOTS);
    f.effects.clear();
    f.give(new BeginPrepare(B, W));
    assertThat(failure(f.reply())).isPresent();
    assertThat(f.effects).isEmpty();
  }

  private static boolean concerns(ProviderEffect effect, Stamp stamp) {
    return switch (effect) {
      case RunStep run -> run.set().equals(stamp.set());
      case DeleteCopies delete -> delete.set().equals(stamp.set());
      case DiscardCopies discard -> discard.set().equals(stamp.set());
      case ArmPrepared arm -> arm.set().equals(stamp.set());
      case ProviderEffect.AskFate ask -> ask.set().equals(stamp.set());
      case NoteFault note -> note.set().equals(stamp.set());
    };
  }

  @Test
  void P14_a_new_set_does_not_touch_a_finished_one() {
    f.upTo(A, POST_FINAL_COMMIT);
    f.effects.clear();

    f.upTo(B, POST_FINAL_COMMIT);

    assertThat(f.phase(A)).isEqualTo(CREATED);
    assertThat(f.copied(A)).containsExactly(V);
    assertThat(f.effects).noneMatch(effect -> concerns(effect, A));
  }

  @Test
  void P10_what_was_prepared_for_a_creation_that_never_came_is_freed() {
    f.begins(A, V);
    ArmPrepared armed = f.last(ArmPrepared.class);
    assertThat(f.now.until(armed.at())).isEqualTo(Limits.defaults().preparedLease());

    f.pass(Limits.defaults().preparedLease());
    f.give(new PreparedDue(armed.set(), armed.call()));
    assertThat(f.last(DiscardCopies.class).snapshots()).containsExactly(copy(A, V));
    f.ends(DONE);

    assertThat(f.phase(A)).isEqualTo(ABORTED);
    assertThat(f.machine.outstanding(f.provider, f.now)).isEmpty();
  }

  @Test
  void P10_what_was_prepared_for_a_creation_that_never_came_is_freed_by_the_next_one() {
    f.begins(A, V).begins(A, W);

    f.give(new BeginPrepare(B, V));

    assertThat(f.last(DiscardCopies.class).snapshots()).containsExactly(copy(A, V), copy(A, W));
  }

  @Test
  void V02_a_volume_is_accepted_only_if_the_provider_itself_has_begun_it() {
    f.give(new BeginPrepare(A, V));
    assertThat(f.replies).isEmpty();
    f.ends(DONE);
    f.give(new BeginPrepare(A, W));
    f.ends(new StepResult.Failed(Fault.of(Failure.VOLUME_NOT_SUPPORTED, "it has two parts")));

    assertThat(f.replies)
        .extracting(ProviderFixture::failure)
        .containsExactly(Optional.empty(), Optional.of(Failure.VOLUME_NOT_SUPPORTED));
    for (ProviderStep step : EnumSet.range(END_PREPARE, COMMIT)) {
      f.give(request(A, step));
      f.ends(f.last(RunStep.class), DONE);
    }
    assertThat(((Committed) f.reply()).receipt().volumes()).containsExactly(V);
  }

  @Test
  void V02_a_volume_of_another_host_is_not_accepted() {
    f.give(new BeginPrepare(A, new Volume(new HostId("h2"), "/v")));

    assertThat(failure(f.reply())).contains(Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER);
    assertThat(f.effects).isEmpty();
  }

  @Test
  void V03_a_step_out_of_order_is_refused_and_cancels_what_is_in_progress() {
    Map<ProviderStep, ProviderPhase> turns =
        Map.of(PRE_COMMIT, PREPARED, COMMIT, PRE_COMMITTED, POST_COMMIT, COMMITTED);
    turns.forEach(
        (step, turn) ->
            EnumSet.range(PREPARING, turn).stream()
                .filter(phase -> phase != turn)
                .forEach(phase -> assertCancelled(step, new ProviderFixture().in(A, phase))));
  }

  private static void assertCancelled(ProviderStep early, ProviderFixture at) {
    at.give(request(A, early));

    assertThat(at.reply()).isInstanceOf(Refused.class);
    assertThat(failure(at.reply())).contains(Failure.PROVIDER_VETO);
    assertThat(at.last(DiscardCopies.class).snapshots()).containsExactly(copy(A, V));
    at.ends(DONE);
    assertThat(at.phase(A)).isEqualTo(ABORTED);
  }

  @Test
  void V03_a_step_of_an_unknown_set_is_refused_and_cancels_what_is_in_progress() {
    for (ProviderStep step : STRICT) {
      ProviderFixture at = new ProviderFixture().upTo(A, PRE_COMMIT);

      at.give(request(B, step));

      assertThat(failure(at.reply())).contains(Failure.PROVIDER_VETO);
      assertThat(at.phase(A)).isEqualTo(ABORTING);
      assertThat(at.phase(B)).isEqualTo(ABSENT);
      assertThat(at.last(DiscardCopies.class).snapshots()).containsExactly(copy(A, V));
    }
  }

  @Test
  void V03_no_step_in_whatever_state_or_of_whatever_set_deletes_a_finished_copy() {
    f.upTo(A, POST_FINAL_COMMIT);
    for (ProviderStep step : STRICT) {
      f.effects.clear();
      f.give(request(A, step));
      f.give(request(B, step));
      f.give(request(ProviderFixture.stamp("old", 3), step));

      assertThat(f.phase(A)).isEqualTo(CREATED);
      assertThat(f.all(DiscardCopies.class)).isEmpty();
      assertThat(f.all(DeleteCopies.class)).isEmpty();
    }
  }
}
