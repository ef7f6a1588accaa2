package io.lull.protocol.provider;

import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderCall.Asked;
import io.lull.protocol.provider.ProviderEffect.DeleteCopies;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderEffect.RunStep;
import io.lull.protocol.provider.ProviderHost.Step;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.CopiesFound;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.ProviderInput.FateTold;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderInput.StepEnded;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What has to hold on every host that can be come to, and after every step from there. */
final class ProviderHostInvariants {
  private static final Set<ProviderPhase> AT_REST =
      EnumSet.of(
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

  private ProviderHostInvariants() {}

  static void check(ProviderHost host) {
    long unfinished = host.sessions().stream().filter(s -> s.phase().isUnfinished()).count();
    require(unfinished <= 1, "AtMostOneSetIsUnfinished");
    for (ProviderEffect work : host.outstandingWork()) {
      require(isRunning(host, work), "WhatIsWaitedForRunsOnTheHost");
    }
    for (ProviderSession session : host.sessions()) {
      if (session.phase() == ProviderPhase.CREATED) {
        require(areFinished(host, session), "FinishedCopiesStay");
      }
    }
    comesToRest(host.quiet());
  }

  static void check(Step step) {
    finishedCopiesGoOnlyWhenToldSo(step);
    for (ProviderEffect effect : step.decision().effects()) {
      if (effect instanceof RunStep run) {
        nothingIsDoneOutOfOrder(step, run);
      }
    }
    for (ProviderReply reply : step.decision().replies()) {
      anAbortIsAnsweredWhenNothingIsLeft(step, reply);
      aReceiptIsTrue(step, reply);
    }
    if (!(step.input() instanceof CopiesFound)) {
      whoeverWaitedIsAnsweredOrWaits(step);
    }
    if (step.input() instanceof ProviderRequest request) {
      aRepeatedRequestIsAnsweredAlike(step, request);
    }
  }

  private static boolean isRunning(ProviderHost host, ProviderEffect work) {
    ProviderEffect running = host.running().get(ProviderFixture.call(work));
    // Another deletion may have ended since, which leaves less to do.
    if (work instanceof DeleteCopies now && running instanceof DeleteCopies then) {
      return then.set().equals(now.set()) && then.snapshots().containsAll(now.snapshots());
    }
    return work.equals(running);
  }

  private static boolean areFinished(ProviderHost host, ProviderSession session) {
    return session.snapshots(session.copied()).stream()
        .allMatch(copy -> host.disk().containsKey(copy) && host.disk().get(copy).created());
  }

  /** Once all work has ended, nobody waits, and no copy lies there that no set owns up to. */
  private static void comesToRest(ProviderHost quiet) {
    for (ProviderSession session : quiet.sessions()) {
      require(AT_REST.contains(session.phase()), "NothingIsStuck");
      require(session.calls().isEmpty(), "NothingIsStuck");
      require(session.open().abort().isEmpty(), "EveryAbortIsAnswered");
    }
    for (SnapshotId copy : quiet.disk().keySet()) {
      boolean owned =
          quiet
              .provider()
              .set(copy.set())
              .filter(session -> session.copied().contains(copy.volume()))
              .filter(session -> !ProviderPhase.GONE.contains(session.phase()))
              .isPresent();
      require(owned, "NoHalfCopyIsLeft");
    }
  }

  /** By DeleteSnapshots, or by the end of their session. */
  private static void finishedCopiesGoOnlyWhenToldSo(Step step) {
    for (ProviderEffect effect : step.decision().effects()) {
      if (effect instanceof DiscardCopies discard
          && areFinished(step.before(), discard.set(), discard.snapshots())) {
        require(
            step.input().equals(new FateTold(discard.set(), false)),
            "FinishedCopiesGoOnlyWhenToldSo");
      }
      if (effect instanceof DeleteCopies) {
        require(step.input() instanceof DeleteSnapshots, "FinishedCopiesGoOnlyWhenToldSo");
      }
    }
  }

  private static boolean areFinished(
      ProviderHost host, SetId set, Collection<SnapshotId> snapshots) {
    return host.provider()
        .set(set)
        .filter(session -> session.phase() == ProviderPhase.CREATED)
        .filter(s -> s.snapshots(s.copied()).stream().anyMatch(snapshots::contains))
        .isPresent();
  }

  /** A step begins when those before it have succeeded, for the volumes that were begun well. */
  private static void nothingIsDoneOutOfOrder(Step step, RunStep run) {
    if (run.step() == ProviderStep.BEGIN_PREPARE) {
      require(step.after().phase(run.set()).isUnfinished(), "NothingIsDoneOutOfOrder");
      return;
    }
    ProviderSession session = step.after().provider().set(run.set()).orElseThrow();
    for (ProviderStep earlier : EnumSet.range(ProviderStep.END_PREPARE, run.step())) {
      require(
          earlier == run.step() || session.answers().get(earlier) instanceof StepResult.Done,
          "NothingIsDoneOutOfOrder");
    }
    require(!session.isBeginning(), "NothingIsDoneOutOfOrder");
    List<Volume> volumes = run.markers().stream().map(m -> m.snapshot().volume()).toList();
    require(volumes.equals(List.copyOf(session.copied())), "EveryStepIsAboutTheWholeSet");
  }

  private static void anAbortIsAnsweredWhenNothingIsLeft(Step step, ProviderReply reply) {
    if (reply instanceof ProviderReply.Stepped stepped
        && stepped.step() == ProviderStep.ABORT_SNAPSHOTS
        && stepped.result() instanceof StepResult.Done) {
      SetId set = reply.stamp().set();
      // Of a set that was finished nothing unfinished is left but what is being removed already.
      boolean finished =
          step.after().phase(set) == ProviderPhase.CREATED
              || step.after().phase(set) == ProviderPhase.DELETED;
      require(finished || !step.after().hasCopyOf(set), "AnAbortIsAnsweredWhenNothingIsLeft");
    }
  }

  /** A receipt is given when the copies of exactly its volumes were made under its holds. */
  private static void aReceiptIsTrue(Step step, ProviderReply reply) {
    if (reply instanceof ProviderReply.Committed committed && step.input() instanceof StepEnded) {
      Receipt receipt = committed.receipt();
      Set<Volume> made =
          step.after().disk().values().stream()
              .filter(marker -> marker.receipt().equals(Optional.of(receipt)))
              .map(marker -> marker.snapshot().volume())
              .collect(Collectors.toSet());
      require(made.equals(receipt.volumes()), "AReceiptIsTrue");
    }
  }

  private static void whoeverWaitedIsAnsweredOrWaits(Step step) {
    for (ProviderSession session : step.before().sessions()) {
      for (ProviderCall call : session.calls().values()) {
        if (call instanceof Asked asked && !waits(step.after(), asked.request())) {
          require(isAnswered(step, asked.request()), "WhoeverWaitedIsAnswered");
        }
      }
      Optional<Stamp> abort = session.open().abort();
      boolean waits =
          step.after().provider().set(session.set()).stream()
              .anyMatch(after -> after.open().abort().isPresent());
      if (abort.isPresent() && !waits) {
        require(
            isAnswered(step, new ProviderInput.AbortSnapshots(abort.get())),
            "WhoeverWaitedIsAnswered");
      }
    }
  }

  private static boolean waits(ProviderHost host, ProviderRequest request) {
    return host.provider().set(request.stamp().set()).stream()
        .flatMap(session -> session.calls().values().stream())
        .anyMatch(call -> call instanceof Asked asked && asked.request().equals(request));
  }

  private static boolean isAnswered(Step step, ProviderRequest request) {
    return step.decision().replies().stream().anyMatch(reply -> isOf(reply, request));
  }

  /** At once, with the same words, and nothing is done twice. */
  private static void aRepeatedRequestIsAnsweredAlike(Step step, ProviderRequest request) {
    if (!step.isChange()) {
      return; // It would be the same once more.
    }
    Step again = step.after().give(request);
    require(!again.isChange(), "ARepeatedRequestDoesNothing");
    for (ProviderReply reply : step.decision().replies()) {
      if (isOf(reply, request) && !(reply instanceof ProviderReply.Refused)) {
        require(again.decision().replies().contains(reply), "ARepeatedRequestIsAnsweredAlike");
      }
    }
  }

  static boolean isOf(ProviderReply reply, ProviderRequest request) {
    ProviderStep step = ProviderStep.of(request);
    return reply.stamp().equals(request.stamp())
        && switch (reply) {
          case ProviderReply.Begun begun ->
              request instanceof BeginPrepare begin && begin.volume().equals(begun.volume());
          case ProviderReply.Stepped stepped -> stepped.step() == step;
          case ProviderReply.Committed _ -> step == ProviderStep.COMMIT;
          case ProviderReply.Deleted deleted ->
              request instanceof DeleteSnapshots delete
                  && delete.snapshots().equals(deleted.snapshots());
          case ProviderReply.Refused refused -> refused.step() == step;
        };
  }

  private static void require(boolean kept, String invariant) {
    if (!kept) {
      throw new AssertionError("expected " + invariant);
    }
  }
}
