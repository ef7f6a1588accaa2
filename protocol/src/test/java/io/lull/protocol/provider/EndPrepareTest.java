package io.lull.protocol.provider;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.DONE;
import static io.lull.protocol.provider.ProviderFixture.V;
import static io.lull.protocol.provider.ProviderFixture.W;
import static io.lull.protocol.provider.ProviderFixture.copy;
import static io.lull.protocol.provider.ProviderFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderEffect.RunStep;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.EndPrepare;
import io.lull.protocol.provider.ProviderInput.StepEnded;
import io.lull.protocol.provider.ProviderReply.Begun;
import io.lull.protocol.provider.ProviderReply.Stepped;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** EndPrepare names the volumes of the set: no more is copied, and no less. */
class EndPrepareTest {
  private final ProviderFixture f = new ProviderFixture();

  @Test
  void a_volume_that_is_not_named_is_dropped() {
    f.begins(A, V).begins(A, W).give(new EndPrepare(A, Set.of(V)));

    assertThat(f.last(DiscardCopies.class).snapshots()).containsExactly(copy(A, W));
    f.ends(DONE);
    f.ends(DONE);
    assertThat(f.phase(A)).isEqualTo(ProviderPhase.PREPARED);
    assertThat(f.copied(A)).containsExactly(V);
    EnumSet.range(ProviderStep.PRE_COMMIT, ProviderStep.COMMIT).forEach(step -> f.does(A, step));
    assertThat(f.provider.known(A.set()).receipt().orElseThrow().volumes()).containsExactly(V);
  }

  @Test
  void a_named_volume_that_was_not_begun_is_refused_and_nothing_happens() {
    f.begins(A, V).give(new EndPrepare(A, Set.of(V, W)));

    assertThat(f.reply()).isInstanceOf(ProviderReply.Refused.class);
    assertThat(failure(f.reply())).contains(Failure.OBJECT_NOT_FOUND);
    assertThat(f.phase(A)).isEqualTo(ProviderPhase.PREPARING);
    assertThat(f.copied(A)).containsExactly(V);
  }

  @Test
  void work_on_a_volume_that_is_not_named_is_given_up_and_its_rest_goes() {
    f.begins(A, V).give(new BeginPrepare(A, W));
    long call = f.last(RunStep.class).call();

    f.give(new EndPrepare(A, Set.of(V)));

    assertThat(f.replies)
        .filteredOn(reply -> reply instanceof Begun begun && begun.volume().equals(W))
        .singleElement()
        .satisfies(reply -> assertThat(failure(reply)).contains(Failure.BAD_STATE));
    assertThat(f.last(RunStep.class).step()).isEqualTo(ProviderStep.END_PREPARE);
    f.effects.clear();
    f.give(new StepEnded(A.set(), call, DONE));
    assertThat(f.last(DiscardCopies.class).snapshots()).containsExactly(copy(A, W));
    assertThat(f.copied(A)).containsExactly(V);
  }

  @Test
  void a_named_volume_that_fails_while_EndPrepare_waits_fails_it() {
    f.begins(A, V).give(new BeginPrepare(A, W));
    long call = f.last(RunStep.class).call();
    f.give(new EndPrepare(A, Set.of(V, W)));
    StepResult failed =
        new StepResult.Failed(Fault.of(Failure.INSUFFICIENT_STORAGE, "the disk is full"));

    f.give(new StepEnded(A.set(), call, failed));

    assertThat(f.replies)
        .filteredOn(
            reply -> reply instanceof Stepped stepped && stepped.step() == ProviderStep.END_PREPARE)
        .singleElement()
        .satisfies(reply -> assertThat(failure(reply)).contains(Failure.OBJECT_NOT_FOUND));
    assertThat(f.phase(A)).isEqualTo(ProviderPhase.ABORTING);
    assertThat(f.provider.known(A.set()).calls().values())
        .allSatisfy(left -> assertThat(left).isInstanceOf(ProviderCall.Removal.class));
  }
}
