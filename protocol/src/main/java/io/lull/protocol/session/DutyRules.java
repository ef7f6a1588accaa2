package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.session.SessionEvent.DutyDone;
import io.lull.protocol.session.SessionEvent.IncarnationLearned;
import io.lull.protocol.table.Decision;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.util.Optional;

/** Confirmations of what the session owes; whoever has not confirmed is asked again. */
final class DutyRules {
  private DutyRules() {}

  static Decision<SessionEvent, SessionEffect, SessionReply> writerSaid(
      Session session, WriterReply reply) {
    return switch (reply) {
      case WriterReply.Handled handled when session.asked(handled.stamp()) ->
          duty(handled.writer(), handled.step())
              .filter(duty -> confirms(duty, handled.result()))
              .map(duty -> done(session, duty))
              .orElse(Decision.nothing());
      case WriterReply.Refused refused when session.asked(refused.stamp()) ->
          duty(refused.writer(), refused.step())
              .filter(session.work().duties()::contains)
              .map(
                  _ ->
                      refused(
                          session, refused.writer().host(), refused.incarnation(), refused.fault()))
              .orElse(Decision.nothing());
      case WriterReply.Handled late -> Decision.nothing();
      case WriterReply.Refused late -> Decision.nothing();
      case WriterReply.Identified late -> Decision.nothing();
      case WriterReply.Unidentified late -> Decision.nothing();
      case WriterReply.Frozen late -> Decision.nothing();
      case WriterReply.Thawed late -> Decision.nothing();
      case WriterReply.Status status -> Decision.nothing();
    };
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> providerSaid(
      Session session, ProviderReply reply) {
    if (!session.asked(reply.stamp())) {
      return Decision.nothing();
    }
    return switch (reply) {
      case ProviderReply.Begun begun -> AdmissionRules.begun(session, begun);
      case ProviderReply.Deleted deleted -> DeletionRules.ended(session, deleted);
      case ProviderReply.Stepped stepped -> stepped(session, stepped);
      case ProviderReply.Committed late -> Decision.nothing();
      case ProviderReply.Refused refused -> refused(session, refused);
    };
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> stepped(
      Session session, ProviderReply.Stepped stepped) {
    boolean well = stepped.result() instanceof StepResult.Done;
    return switch (stepped.step()) {
      case ABORT_SNAPSHOTS ->
          well ? done(session, new Duty.AbortProvider(stepped.provider())) : Decision.nothing();
      case BEGIN_PREPARE,
          END_PREPARE,
          PRE_COMMIT,
          COMMIT,
          POST_COMMIT,
          PRE_FINAL_COMMIT,
          POST_FINAL_COMMIT,
          DELETE_SNAPSHOTS ->
          Decision.nothing();
    };
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> refused(
      Session session, ProviderReply.Refused refused) {
    if (refused.step() == ProviderStep.BEGIN_PREPARE) {
      return AdmissionRules.refused(session, refused);
    }
    if (hasNothing(refused.fault()) && refused.step() == ProviderStep.ABORT_SNAPSHOTS) {
      return done(session, new Duty.AbortProvider(refused.provider()));
    }
    if (refused.step() == ProviderStep.DELETE_SNAPSHOTS
        && refused.fault().failure() != Failure.STALE_INCARNATION) {
      return DeletionRules.refused(session, refused);
    }
    boolean owed =
        session.work().duties().contains(new Duty.AbortProvider(refused.provider()))
            || session.work().duties().contains(new Duty.DeleteCopies(refused.provider()))
            || session.work().deletion().isPresent();
    return owed
        ? refused(session, refused.provider().host(), refused.incarnation(), refused.fault())
        : Decision.nothing();
  }

  /** Who does not know the set owes nothing for it, and neither does who is no longer there. */
  static boolean hasNothing(Fault fault) {
    return fault.failure() == Failure.OBJECT_NOT_FOUND
        || fault.failure() == Failure.PROVIDER_NOT_REGISTERED;
  }

  /**
   * A host in a new life is asked again under that life: it must not take up what is late.
   *
   * <p>Who knows a higher epoch has heard of a later attempt, which this one does not know of. It
   * takes over in turn, and its journal will tell: what it has not read, it cannot write after.
   */
  private static Decision<SessionEvent, SessionEffect, SessionReply> refused(
      Session session, HostId host, Incarnation incarnation, Fault fault) {
    if (fault.failure() == Failure.STALE_EPOCH) {
      return RecoveryRules.resume(session);
    }
    boolean news =
        fault.failure() == Failure.STALE_INCARNATION && session.life(host).isBefore(incarnation);
    if (!news) {
      return Decision.nothing();
    }
    Flow flow = new Flow(session).event(new IncarnationLearned(host, incarnation));
    return flow.effects(Asks.duties(flow.session()))
        .effects(Asks.deletion(flow.session()))
        .decision();
  }

  /** A duty that is done may have been the last one that an abort or a release waited for. */
  static Decision<SessionEvent, SessionEffect, SessionReply> done(Session session, Duty duty) {
    if (!session.work().duties().contains(duty)) {
      return Decision.nothing();
    }
    Flow flow = new Flow(session).event(new DutyDone(duty));
    flow.effects(Asks.after(flow.session(), duty));
    return switch (session.phase()) {
      case ABORTING -> AbortRules.endIfDone(flow).decision();
      case RELEASING -> ReleaseRules.endIfDone(flow).decision();
      default -> flow.decision();
    };
  }

  private static Optional<Duty> duty(io.lull.protocol.id.WriterId writer, WriterStep step) {
    return switch (step) {
      case ABORT -> Optional.of(new Duty.AbortWriter(writer));
      case BACKUP_SHUTDOWN -> Optional.of(new Duty.ShutDownWriter(writer));
      case IDENTIFY,
          PREPARE_FOR_BACKUP,
          PREPARE_FOR_SNAPSHOT,
          FREEZE,
          THAW,
          POST_SNAPSHOT,
          BACKUP_COMPLETE,
          PRE_RESTORE,
          POST_RESTORE ->
          Optional.empty();
    };
  }

  /** A failed Abort may have left the application still; a failed shutdown leaves only litter. */
  private static boolean confirms(Duty duty, HandlerResult result) {
    return !(duty instanceof Duty.AbortWriter && result instanceof HandlerResult.Failed);
  }
}
