package io.lull.protocol.restore;

import static io.lull.protocol.restore.Verdict.done;
import static io.lull.protocol.restore.Verdict.refused;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.limit.Problem;
import io.lull.protocol.restore.RestoreEffect.StartTimer;
import io.lull.protocol.restore.RestoreEvent.EpochTaken;
import io.lull.protocol.restore.RestoreEvent.RequesterHeard;
import io.lull.protocol.restore.RestoreEvent.RestoreInitialized;
import io.lull.protocol.restore.RestoreEvent.RestoreReleased;
import io.lull.protocol.restore.RestoreInput.InitializeForRestore;
import io.lull.protocol.restore.RestoreInput.KeepAlive;
import io.lull.protocol.restore.RestoreInput.LimitPassed;
import io.lull.protocol.restore.RestoreInput.QueryStatus;
import io.lull.protocol.restore.RestoreInput.Release;
import io.lull.protocol.restore.RestoreInput.TakeOver;
import io.lull.protocol.restore.RestoreTimer.RequesterLease;
import io.lull.protocol.restore.RestoreTimer.RoundLimit;
import io.lull.protocol.table.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The life of the session itself: how it begins, who speaks for it, and how it ends. */
final class SessionRules {
  private SessionRules() {}

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> initialize(
      Restore restore, InitializeForRestore verb, Instant now) {
    List<Problem> problems = verb.terms().limits().check();
    return problems.isEmpty()
        ? done(verb, new RestoreInitialized(verb.terms()), new RequesterHeard(now))
        : refused(verb, Fault.of(Failure.INVALID_ARGUMENT, problems.toString()));
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> release(
      Restore restore, Release verb, Instant now) {
    return done(verb, new RestoreReleased());
  }

  /** Nothing is kept of an Identify, so nobody need be waited for. */
  static Decision<RestoreEvent, RestoreEffect, RestoreReply> releaseWhileGathering(
      Restore restore, Release verb, Instant now) {
    Fault fault =
        Fault.expected(Failure.CANCELLED, "all descriptions", "the requester released the session");
    List<RestoreReply> replies = new ArrayList<>();
    replies.add(new RestoreReply.Done(verb.request()));
    restore
        .openRound()
        .request()
        .ifPresent(waiting -> replies.add(new RestoreReply.Refused(waiting, fault)));
    return new Decision<>(List.of(new RestoreReleased()), List.of(), replies);
  }

  // The lease is renewed by whatever a requester calls, so there is nothing more to do here.
  static Decision<RestoreEvent, RestoreEffect, RestoreReply> keepAlive(
      Restore restore, KeepAlive verb, Instant now) {
    return done(verb);
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> queryStatus(
      Restore restore, QueryStatus verb, Instant now) {
    return Decision.reply(
        new RestoreReply.Standing(
            verb.request(),
            restore.phase(),
            restore.choices(),
            restore.answers().preRestored(),
            restore.answers().postRestored(),
            restore.answers().shutDown(),
            restore.answers().statuses(),
            restore.end()));
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> takeOver(
      Restore restore, TakeOver input, Instant now) {
    // The requester could not be heard while nobody spoke for the session, so its lease is new.
    return Decision.event(new EpochTaken(restore.epoch().next(), now));
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> limitPassed(
      Restore restore, LimitPassed passed, Instant now) {
    return switch (passed.timer()) {
      case RoundLimit limit -> RoundRules.limitPassed(restore, limit, now);
      case RequesterLease lease -> leaseDue(restore, lease, now);
    };
  }

  private static Decision<RestoreEvent, RestoreEffect, RestoreReply> leaseDue(
      Restore restore, RequesterLease lease, Instant now) {
    if (!restore.leased()) {
      return Decision.nothing();
    }
    // The clock decides and not the arrival of the timer, which may come from before a renewal.
    // While writers are at work the session waits for them; the end of the round looks again.
    if (!restore.leaseOver(now) || restore.round().isPresent()) {
      return Decision.effect(new StartTimer(lease, Outstanding.untilLeaseDue(restore, now)));
    }
    return new Decision<>(RoundRules.lost(restore), List.of(), List.of());
  }
}
