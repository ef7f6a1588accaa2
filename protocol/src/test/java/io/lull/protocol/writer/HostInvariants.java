package io.lull.protocol.writer;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.Host.Released;
import io.lull.protocol.writer.WriterEffect.ArmLease;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.InterruptHandler;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterEffect.WriteLog;
import io.lull.protocol.writer.WriterReply.Frozen;
import io.lull.protocol.writer.WriterReply.Handled;
import io.lull.protocol.writer.WriterReply.Thawed;
import java.util.List;
import java.util.Optional;

/** What holds after every decision of a writer's machine, whatever its host does to it. */
final class HostInvariants {
  private static final WriterMachine MACHINE = new WriterMachine();

  private HostInvariants() {}

  static void check(
      Host before, Host after, Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    atMostOneHoldIsLive(after);
    nothingStandsPastItsLeaseUnlessItIsBeingEnded(after);
    everyFreezeHasItsLeaseArmedFirst(before, decision);
    noFreezeBeginsAfterAnAbortOrBesideAHold(before, decision);
    heldMeansHeldUntilTheThaw(after, decision);
    anAnsweredAbortMeansThatNothingIsFrozen(after, decision);
    nothingIsLoggedWhileAnythingIsFrozen(after, decision);
    aRestartKnowsWhatIsOwed(after);
  }

  private static void atMostOneHoldIsLive(Host after) {
    require(
        after.writer().holds().values().stream().filter(WriterHold::isLive).count() <= 1,
        "at most one hold is live");
  }

  /** While its freeze handler runs a hold is the interrupted handler's; after that, the owner's. */
  private static void nothingStandsPastItsLeaseUnlessItIsBeingEnded(Host after) {
    for (long hold : after.frozen()) {
      require(
          after.now().isBefore(lease(after, hold)) || isBeingEnded(after, hold),
          "hold " + hold + " is past its lease and nobody ends it");
    }
  }

  private static boolean isBeingEnded(Host host, long hold) {
    return host.running().containsKey(hold)
        || host.owed().values().stream().anyMatch(release -> release.hold() == hold)
        || host.reports().stream().anyMatch(report -> tellsOf(host, report, hold));
  }

  /** Whether a report on its way will make the machine end this hold. */
  private static boolean tellsOf(Host host, WriterInput report, long hold) {
    if (report instanceof WriterInput.ReleaseFailed failed) {
      return Calls.releasing(host.writer(), failed.set(), failed.call())
          .filter(known -> known.number() == hold)
          .isPresent();
    }
    return (report instanceof WriterInput.FreezeHandled handled && handled.call() == hold)
        || (report instanceof WriterInput.HandlerEnded ended && ended.call() == hold);
  }

  private static void everyFreezeHasItsLeaseArmedFirst(
      Host before, Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    List<WriterEffect> effects = decision.effects();
    for (int i = 0; i < effects.size(); i++) {
      if (effects.get(i) instanceof CallHandler call && call.step() == WriterStep.FREEZE) {
        ArmLease armed =
            new ArmLease(call.set(), call.call(), before.now().plus(WriterFixture.LEASE));
        require(
            i > 0 && effects.get(i - 1).equals(armed), "the lease is armed before the freeze call");
      }
    }
  }

  private static void noFreezeBeginsAfterAnAbortOrBesideAHold(
      Host before, Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    for (WriterEffect effect : decision.effects()) {
      if (effect instanceof CallHandler call && call.step() == WriterStep.FREEZE) {
        SessionKey key = SessionKey.of(call.request().stamp());
        require(!before.aborted().contains(key), "no Freeze after an Abort");
        require(before.frozen().isEmpty() && !isFreezing(before), "no Freeze beside a hold");
      }
    }
    for (WriterReply reply : decision.replies()) {
      if (reply instanceof Frozen frozen) {
        require(
            !before.aborted().contains(SessionKey.of(frozen.stamp())),
            "no Freeze succeeds after an Abort");
      }
    }
  }

  private static void heldMeansHeldUntilTheThaw(
      Host after, Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    for (WriterReply reply : decision.replies()) {
      if (reply instanceof Thawed thawed && isHeld(thawed)) {
        long hold = number(after, thawed);
        require(
            after.released().containsValue(new Released(hold, HoldEnd.HELD)),
            "HELD is the owner's word");
        require(after.owner(hold).equals(SessionKey.of(thawed.stamp())), "HELD is of this set");
      }
    }
    for (WriterEvent event : decision.events()) {
      if (event instanceof WriterEvent.StepAnswered answered
          && answered.answer() instanceof Thawed thawed
          && isHeld(thawed)) {
        require(
            after.now().isBefore(lease(after, number(after, thawed))),
            "HELD is said within the lease");
      }
    }
  }

  private static void anAnsweredAbortMeansThatNothingIsFrozen(
      Host after, Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    for (WriterReply reply : decision.replies()) {
      if (reply instanceof Handled handled && handled.step() == WriterStep.ABORT) {
        SessionKey key = SessionKey.of(handled.stamp());
        for (long freeze : after.freezes().keySet()) {
          require(
              !after.owner(freeze).equals(key)
                  || (!after.frozen().contains(freeze) && !after.running().containsKey(freeze)),
              "an answered Abort means that nothing is or will be frozen");
        }
      }
    }
  }

  private static void nothingIsLoggedWhileAnythingIsFrozen(
      Host after, Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    if (decision.effects().stream().anyMatch(WriteLog.class::isInstance)) {
      require(
          after.frozen().isEmpty() && !isFreezing(after) && after.writer().holds().isEmpty(),
          "nothing is logged while anything is frozen");
    }
  }

  /** Whoever takes the state over ends what is to end and guards what stands. */
  private static void aRestartKnowsWhatIsOwed(Host after) {
    List<WriterEffect> outstanding = MACHINE.outstanding(after.writer(), after.now());
    for (ReleaseHold release : after.owed().values()) {
      boolean awaited = Calls.releasing(after.writer(), release.set(), release.call()).isPresent();
      require(outstanding.contains(release) == awaited, "a restart asks for " + release);
    }
    for (long hold : after.frozen()) {
      require(
          outstanding.stream().anyMatch(effect -> looksAfter(effect, hold)),
          "a restart looks after hold " + hold);
    }
  }

  private static boolean looksAfter(WriterEffect effect, long hold) {
    return (effect instanceof ArmLease lease && lease.call() == hold)
        || (effect instanceof ReleaseHold release && release.hold() == hold)
        || (effect instanceof InterruptHandler interrupt && interrupt.call() == hold);
  }

  private static boolean isFreezing(Host host) {
    return host.freezes().keySet().stream().anyMatch(host.running()::containsKey);
  }

  private static boolean isHeld(Thawed thawed) {
    return thawed.attestation().end() == HoldEnd.HELD;
  }

  private static long number(Host host, Thawed thawed) {
    return host.freezes().keySet().stream()
        .filter(freeze -> WriterFixture.token(freeze).equals(thawed.attestation().token()))
        .findFirst()
        .orElseThrow();
  }

  private static Uptime lease(Host host, long hold) {
    return Optional.ofNullable(host.armed().get(hold)).orElseThrow();
  }

  // Not an assertion of AssertJ: this is asked a million times.
  static void require(boolean holds, String promise) {
    if (!holds) {
      throw new AssertionError("expected that " + promise);
    }
  }
}
