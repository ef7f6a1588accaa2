package io.lull.protocol.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterEffect.ArmLease;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.InterruptHandler;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterEffect.WriteLog;
import io.lull.protocol.writer.WriterReply.Frozen;
import io.lull.protocol.writer.WriterReply.Handled;
import io.lull.protocol.writer.WriterReply.Thawed;
import java.util.List;

/** What holds after every decision of a writer's machine, whatever its host does to it. */
final class HostInvariants {
  private static final WriterMachine MACHINE = new WriterMachine();

  private HostInvariants() {}

  static void check(
      Host before, Host after, Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    at_most_one_hold_is_live(after);
    nothing_stands_past_its_lease_without_a_release(after);
    every_freeze_has_its_lease_armed_first(before, decision);
    no_freeze_begins_after_an_abort_or_beside_a_hold(before, decision);
    held_means_held_until_the_thaw(after, decision);
    an_answered_abort_means_that_nothing_is_frozen(after, decision);
    nothing_is_logged_while_anything_is_frozen(after, decision);
    every_handler_is_called_once(after);
    a_restart_knows_what_is_owed(after);
  }

  private static void at_most_one_hold_is_live(Host after) {
    assertThat(after.writer().holds().values().stream().filter(WriterHold::isLive).count())
        .isLessThanOrEqualTo(1);
  }

  /** While its freeze handler runs a hold is the interrupted handler's; after that, the owner's. */
  private static void nothing_stands_past_its_lease_without_a_release(Host after) {
    for (long hold : after.frozen()) {
      if (!after.now().isBefore(lease(after, hold))) {
        assertThat(isBeingEnded(after, hold)).as("hold " + hold + " is being ended").isTrue();
      }
    }
  }

  static boolean isBeingEnded(Host host, long hold) {
    return host.running().containsKey(hold)
        || host.owed().values().stream().anyMatch(release -> release.hold() == hold)
        || host.reports().stream().anyMatch(report -> tellsOf(host, report, hold));
  }

  private static boolean tellsOf(Host host, WriterInput report, long hold) {
    return switch (report) {
      case WriterInput.FreezeHandled r -> r.call() == hold;
      case WriterInput.HandlerEnded r -> r.call() == hold;
      case WriterInput.ReleaseFailed r ->
          Calls.releasing(host.writer(), r.set(), r.call())
              .filter(known -> known.number() == hold)
              .isPresent();
      default -> false;
    };
  }

  private static void every_freeze_has_its_lease_armed_first(
      Host before, Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    Uptime latest = before.now().plus(WriterFixture.LEASE);
    List<WriterEffect> effects = decision.effects();
    for (int i = 0; i < effects.size(); i++) {
      if (effects.get(i) instanceof CallHandler call && call.step() == WriterStep.FREEZE) {
        assertThat(effects.get(i - 1)).isEqualTo(new ArmLease(call.set(), call.call(), latest));
      }
    }
  }

  private static void no_freeze_begins_after_an_abort_or_beside_a_hold(
      Host before, Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    for (WriterEffect effect : decision.effects()) {
      if (effect instanceof CallHandler call && call.step() == WriterStep.FREEZE) {
        assertThat(before.aborted()).doesNotContain(SessionKey.of(call.request().stamp()));
        assertThat(before.frozen()).isEmpty();
        assertThat(before.running())
            .doesNotContainKeys(before.freezes().keySet().toArray(Long[]::new));
      }
    }
    for (WriterReply reply : decision.replies()) {
      if (reply instanceof Frozen frozen) {
        assertThat(before.aborted()).doesNotContain(SessionKey.of(frozen.stamp()));
      }
    }
  }

  private static void held_means_held_until_the_thaw(
      Host after, Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    for (WriterReply reply : decision.replies()) {
      if (reply instanceof Thawed thawed && thawed.attestation().end() == HoldEnd.HELD) {
        long hold = number(after, thawed);
        assertThat(after.released()).containsValue(HoldEnd.HELD);
        assertThat(after.owner(hold)).isEqualTo(SessionKey.of(thawed.stamp()));
        assertThat(after.frozen()).doesNotContain(hold);
      }
    }
    for (WriterEvent event : decision.events()) {
      if (event instanceof WriterEvent.StepAnswered answered
          && answered.answer() instanceof Thawed thawed
          && thawed.attestation().end() == HoldEnd.HELD) {
        assertThat(after.now()).isLessThan(lease(after, number(after, thawed)));
      }
    }
  }

  private static void an_answered_abort_means_that_nothing_is_frozen(
      Host after, Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    for (WriterReply reply : decision.replies()) {
      if (reply instanceof Handled handled && handled.step() == WriterStep.ABORT) {
        SessionKey key = SessionKey.of(handled.stamp());
        for (long freeze : after.freezes().keySet()) {
          if (after.owner(freeze).equals(key)) {
            assertThat(after.frozen()).doesNotContain(freeze);
            assertThat(after.running()).doesNotContainKey(freeze);
          }
        }
      }
    }
  }

  private static void nothing_is_logged_while_anything_is_frozen(
      Host after, Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    if (decision.effects().stream().anyMatch(WriteLog.class::isInstance)) {
      assertThat(after.frozen()).isEmpty();
      assertThat(after.writer().holds()).isEmpty();
      assertThat(after.running()).doesNotContainKeys(after.freezes().keySet().toArray(Long[]::new));
    }
  }

  private static void every_handler_is_called_once(Host after) {
    assertThat(
            after.called().stream()
                .map(call -> SessionKey.of(call.request().stamp()) + " " + call.step()))
        .doesNotHaveDuplicates();
  }

  /** Whoever takes the state over ends what is to end and guards what stands. */
  private static void a_restart_knows_what_is_owed(Host after) {
    List<WriterEffect> outstanding = MACHINE.outstanding(after.writer(), after.now());
    for (ReleaseHold release : after.owed().values()) {
      boolean awaited = Calls.releasing(after.writer(), release.set(), release.call()).isPresent();
      assertThat(outstanding.contains(release)).isEqualTo(awaited);
    }
    for (long hold : after.frozen()) {
      assertThat(outstanding)
          .anyMatch(
              effect ->
                  switch (effect) {
                    case ArmLease lease -> lease.call() == hold;
                    case ReleaseHold release -> release.hold() == hold;
                    case InterruptHandler interrupt -> interrupt.call() == hold;
                    default -> false;
                  });
    }
  }

  private static long number(Host host, Thawed thawed) {
    return host.freezes().keySet().stream()
        .filter(freeze -> WriterFixture.token(freeze).equals(thawed.attestation().token()))
        .findFirst()
        .orElseThrow();
  }

  private static Uptime lease(Host host, long hold) {
    Uptime ends = host.armed().get(hold);
    assertThat(ends).as("the lease of " + hold).isNotNull();
    return ends;
  }
}
