package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.session.SessionEffect.CancelTimer;
import io.lull.protocol.session.SessionEvent.CopyDeleted;
import io.lull.protocol.session.SessionEvent.DeletionBegun;
import io.lull.protocol.session.SessionEvent.DeletionEnded;
import io.lull.protocol.session.SessionEvent.EpochTaken;
import io.lull.protocol.session.SessionReply.Deleted;
import io.lull.protocol.session.SessionReply.Refused;
import io.lull.protocol.table.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Deleting copies one by one, in order, stopping at the first failure; no writer hears of it. */
final class DeletionRules {
  private DeletionRules() {}

  static Decision<SessionEvent, SessionEffect, SessionReply> delete(
      Session session, SessionInput.DeleteSnapshots input, Instant now) {
    return refusal(session, input)
        .map(fault -> refused(input, fault))
        .orElseGet(() -> begin(new Flow(session), input));
  }

  /** The session stays released, and is over again when the deletion is. */
  static Decision<SessionEvent, SessionEffect, SessionReply> deleteReleased(
      Session session, SessionInput.DeleteSnapshots input, Instant now) {
    if (!session.setup().effectiveContext().persistent()) {
      return refused(
          input,
          Fault.expected(
              Failure.BAD_STATE, "a set that outlives its session", "this one ended with it"));
    }
    Optional<Fault> refusal = refusal(session, input);
    if (refusal.isPresent()) {
      return refused(input, refusal.get());
    }
    Flow flow = new Flow(session);
    if (session.isOver()) {
      // Nobody has spoken for it since it was over, so nobody who recovered it took an epoch.
      flow.event(new EpochTaken(session.epoch().next()));
    }
    return begin(flow, input);
  }

  private static Optional<Fault> refusal(Session session, SessionInput.DeleteSnapshots input) {
    if (session.work().deletion().isPresent()) {
      return Optional.of(
          Fault.expected(Failure.BAD_STATE, "one deletion at a time", "another is under way"));
    }
    List<SnapshotId> copies = copies(session);
    Optional<SnapshotId> unknown =
        input.snapshots().stream().filter(snapshot -> !copies.contains(snapshot)).findFirst();
    if (copies.isEmpty() || unknown.isPresent()) {
      return Optional.of(
          Fault.expected(
              Failure.OBJECT_NOT_FOUND,
              "a copy of this session's set",
              unknown.map(found -> "got " + found).orElse("there is none")));
    }
    return session.set().standing().pinned().map(Standing::pinnedFor);
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> refused(
      SessionInput.DeleteSnapshots input, Fault fault) {
    return Decision.reply(new Refused(input.request(), fault));
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> begin(
      Flow flow, SessionInput.DeleteSnapshots input) {
    // Named twice, a copy would be waited for that is gone.
    List<SnapshotId> snapshots =
        input.snapshots().isEmpty()
            ? copies(flow.session())
            : input.snapshots().stream().distinct().toList();
    flow.pending(input.request(), Errand.DELETE_COPIES)
        .event(new DeletionBegun(input.request(), snapshots));
    return flow.effects(Asks.deletion(flow.session())).decision();
  }

  /** Only a deletion of everything does a duty, and only that of a copy counts for the copy. */
  static Decision<SessionEvent, SessionEffect, SessionReply> ended(
      Session session, ProviderReply.Deleted reply) {
    if (reply.snapshots().isEmpty()) {
      return reply.result() instanceof StepResult.Done
          ? DutyRules.done(session, new Duty.DeleteCopies(reply.provider()))
          : Decision.nothing();
    }
    return awaited(session, reply)
        .filter(snapshot -> reply.snapshots().equals(List.of(snapshot)))
        .map(
            snapshot ->
                switch (reply.result()) {
                  case StepResult.Done done -> deleted(session, snapshot);
                  case StepResult.Failed failed -> stopped(session, snapshot, failed.fault());
                  case StepResult.DeletionStopped stopped ->
                      stopped(session, snapshot, stopped.fault());
                })
        .orElse(Decision.nothing());
  }

  /**
   * A copy that its provider does not know is gone, which is what was wanted. The refusal names no
   * copy and need not: a provider refuses so only if it has nothing of the set at all.
   */
  static Decision<SessionEvent, SessionEffect, SessionReply> refused(
      Session session, ProviderReply.Refused reply) {
    Duty duty = new Duty.DeleteCopies(reply.provider());
    if (session.work().duties().contains(duty)) {
      return DutyRules.hasNothing(reply.fault())
          ? DutyRules.done(session, duty)
          : Decision.nothing();
    }
    boolean gone = reply.fault().failure() == Failure.OBJECT_NOT_FOUND;
    return awaited(session, reply)
        .map(
            snapshot ->
                gone ? deleted(session, snapshot) : stopped(session, snapshot, reply.fault()))
        .orElse(Decision.nothing());
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> overdue(Session session) {
    return session
        .work()
        .deletion()
        .map(
            deletion ->
                stopped(
                    session,
                    deletion.left().getFirst(),
                    Fault.expected(
                        Failure.PROVIDER_TIMEOUT, "a copy to be deleted in time", "it was not")))
        .orElse(Decision.nothing());
  }

  /** Ends a deletion because the session ends; what is left goes with it. */
  static void giveUp(Flow flow) {
    if (flow.session().work().deletion().isPresent()) {
      flow.event(new DeletionEnded()).effect(new CancelTimer(new SessionTimer.DeletionLimit()));
    }
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> deleted(
      Session session, SnapshotId snapshot) {
    Flow flow = new Flow(session).event(new CopyDeleted(snapshot));
    Deletion deletion = flow.session().work().deletion().orElseThrow();
    if (!deletion.left().isEmpty()) {
      return flow.effects(Asks.deletion(flow.session())).decision();
    }
    giveUp(flow);
    return flow.answer(
            new Deleted(deletion.request(), deletion.deleted(), Optional.empty(), Optional.empty()))
        .decision();
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> stopped(
      Session session, SnapshotId failing, Fault fault) {
    Deletion deletion = session.work().deletion().orElseThrow();
    Flow flow = new Flow(session);
    giveUp(flow);
    return flow.answer(
            new Deleted(
                deletion.request(), deletion.deleted(), Optional.of(failing), Optional.of(fault)))
        .decision();
  }

  /** The copy whose deletion this provider was asked for. */
  private static Optional<SnapshotId> awaited(Session session, ProviderReply reply) {
    return session
        .work()
        .deletion()
        .map(deletion -> deletion.left().getFirst())
        .filter(
            snapshot -> reply.provider().equals(session.set().members().get(snapshot.volume())));
  }

  private static List<SnapshotId> copies(Session session) {
    boolean copied =
        session.creationIsAtLeast(Creation.Stage.CREATED)
            && !session.creationIsAtLeast(Creation.Stage.DISCARDED);
    return copied
        ? session.set().members().keySet().stream()
            .map(volume -> new SnapshotId(session.set().set(), volume))
            .toList()
        : List.of();
  }
}
