package io.lull.protocol.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.provider.ProviderEffect.DeleteCopies;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.ProviderInput.FateTold;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.time.Uptime;
import java.util.List;
import java.util.Set;

/** What has to hold in every world and after every step of it. */
final class WorldInvariants {
  private WorldInvariants() {}

  static void check(World before, World.Step step, Uptime now) {
    World after = step.after();
    assertThat(unfinished(after)).as("AtMostOneSetIsUnfinished").isLessThanOrEqualTo(1);
    finishedCopiesStay(after);
    finishedCopiesGoOnlyWhenToldSo(before, step);
    theHostHasWhatIsWaitedFor(after, now);
    asked(step, now);
    everythingComesToRest(after, now);
  }

  private static long unfinished(World world) {
    return world.provider().sets().values().stream()
        .filter(session -> session.phase().isUnfinished())
        .count();
  }

  /** FinishedCopiesStay: what is called created lies on the disk. */
  private static void finishedCopiesStay(World world) {
    for (ProviderSession session : world.provider().sets().values()) {
      if (session.phase() == ProviderPhase.CREATED) {
        assertThat(world.disk())
            .as("FinishedCopiesStay")
            .containsAll(session.snapshots(session.copied()));
      }
    }
  }

  /** FinishedCopiesGoOnlyWhenToldSo: by DeleteSnapshots, or by the end of their session. */
  private static void finishedCopiesGoOnlyWhenToldSo(World before, World.Step step) {
    for (ProviderEffect effect : step.decision().effects()) {
      if (effect instanceof DiscardCopies discard
          && names(before, discard.set(), discard.snapshots())) {
        assertThat(step.input())
            .as("FinishedCopiesGoOnlyWhenToldSo")
            .isEqualTo(new FateTold(discard.set(), false));
      }
      if (effect instanceof DeleteCopies && !before.running().containsValue(effect)) {
        assertThat(step.input())
            .as("FinishedCopiesGoOnlyWhenToldSo")
            .isInstanceOf(DeleteSnapshots.class);
      }
    }
  }

  private static boolean names(World world, SetId set, List<SnapshotId> snapshots) {
    return world
        .provider()
        .set(set)
        .filter(session -> session.phase() == ProviderPhase.CREATED)
        .filter(
            session -> session.snapshots(session.copied()).stream().anyMatch(snapshots::contains))
        .isPresent();
  }

  /** NobodyWaitsForNothing: all that is outstanding was given to the host and still runs there. */
  private static void theHostHasWhatIsWaitedFor(World world, Uptime now) {
    assertThat(world.running().values())
        .as("NobodyWaitsForNothing")
        .containsAll(world.outstanding(now).stream().filter(ProviderFixture::isWork).toList());
  }

  /** ARepeatedStepGetsTheSameAnswer: at once, with the same words and without any effect. */
  private static void asked(World.Step step, Uptime now) {
    if (!(step.input() instanceof ProviderRequest request)) {
      return;
    }
    World.Step again = step.after().give(request, now);
    boolean answered =
        step.decision().replies().stream().anyMatch(reply -> !isRefusal(reply, request));
    if (answered) {
      assertThat(again.decision().replies())
          .as("ARepeatedStepGetsTheSameAnswer")
          .containsAll(
              step.decision().replies().stream().filter(reply -> isOf(reply, request)).toList());
    }
    assertThat(again.decision().effects())
        .as("ARepeatedStepHasNoEffect after %s", step)
        .noneMatch(ProviderFixture::isWork);
    assertThat(again.decision().events()).as("ARepeatedStepHasNoEffect after %s", step).isEmpty();
  }

  private static boolean isOf(ProviderReply reply, ProviderRequest request) {
    return switch (reply) {
      case ProviderReply.Begun begun ->
          request instanceof ProviderInput.BeginPrepare begin
              && begun.stamp().equals(begin.stamp())
              && begun.volume().equals(begin.volume());
      case ProviderReply.Stepped stepped ->
          stepped.stamp().equals(request.stamp()) && stepped.step() == ProviderStep.of(request);
      case ProviderReply.Committed committed ->
          committed.stamp().equals(request.stamp())
              && ProviderStep.of(request) == ProviderStep.COMMIT;
      case ProviderReply.Refused _ -> false;
    };
  }

  private static boolean isRefusal(ProviderReply reply, ProviderRequest request) {
    return !isOf(reply, request);
  }

  /** NoHalfCopyIsLeft, NothingIsStuck: once all work has ended, every set has come to rest. */
  private static void everythingComesToRest(World world, Uptime now) {
    World quiet = world.quiet(now);
    for (ProviderSession session : quiet.provider().sets().values()) {
      assertThat(RESTING).as("NothingIsStuck").contains(session.phase());
      assertThat(session.calls()).as("NothingIsStuck").isEmpty();
      assertThat(session.open().abort()).as("EveryAbortIsAnswered").isEmpty();
    }
    for (SnapshotId copy : quiet.disk()) {
      assertThat(quiet.provider().phase(copy.set()))
          .as("NoHalfCopyIsLeft")
          .isNotIn(ProviderPhase.ABSENT, ProviderPhase.ABORTED, ProviderPhase.DELETED);
    }
  }

  private static final Set<ProviderPhase> RESTING =
      Set.of(
          ProviderPhase.LEFT_OVER,
          ProviderPhase.PREPARING,
          ProviderPhase.PREPARED,
          ProviderPhase.PRE_COMMITTED,
          ProviderPhase.COMMITTED,
          ProviderPhase.POST_COMMITTED,
          ProviderPhase.PRE_FINAL_COMMITTED,
          ProviderPhase.CREATED,
          ProviderPhase.ABORTED,
          ProviderPhase.DELETED);
}
