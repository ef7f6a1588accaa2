package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.session.SessionEvent.IncarnationLearned;
import io.lull.protocol.session.SessionEvent.PhaseEntered;
import io.lull.protocol.session.SessionEvent.ProviderAnswered;
import io.lull.protocol.session.SessionEvent.WriterAnswered;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.table.Decision;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.time.Instant;
import java.util.Optional;

/** What the answers of writers and providers do to a round that waits for them. */
final class RoundRules {
  private RoundRules() {}

  static Decision<SessionEvent, SessionEffect, SessionReply> writerSaid(
      Session session, SessionInput.WriterSaid input, Instant now) {
    return switch (input.reply()) {
      case WriterReply.Handled reply
          when session.asked(reply.stamp()) && waitsFor(session, reply.writer(), reply.step()) ->
          answered(session, reply.writer(), reply.result());
      case WriterReply.Refused reply
          when session.asked(reply.stamp()) && waitsFor(session, reply.writer(), reply.step()) ->
          refused(session, reply);
      default -> DutyRules.writerSaid(session, input.reply());
    };
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> providerSaid(
      Session session, SessionInput.ProviderSaid input, Instant now) {
    ProviderReply reply = input.reply();
    if (session.asked(reply.stamp()) && session.round().providers().contains(reply.provider())) {
      if (reply instanceof ProviderReply.Stepped stepped
          && stepped.step() == providerStep(session)) {
        return stepped(session, stepped);
      }
      if (reply instanceof ProviderReply.Refused refused
          && refused.step() == providerStep(session)) {
        return AbortRules.failCreation(learn(session, refused), refused.fault());
      }
    }
    return DutyRules.providerSaid(session, reply);
  }

  /** Everybody who has not answered in time has failed. */
  static Decision<SessionEvent, SessionEffect, SessionReply> limitPassed(Session session) {
    Fault fault =
        Fault.expected(
            session.round().providers().isEmpty()
                ? Failure.WRITER_TIMEOUT
                : Failure.PROVIDER_TIMEOUT,
            "an answer in phase " + session.phase() + " in time",
            "none came from " + session.round().writers() + session.round().providers());
    if (!session.round().providers().isEmpty()) {
      return AbortRules.failCreation(new Flow(session), fault);
    }
    Flow flow = new Flow(session);
    for (WriterId writer : session.round().writers()) {
      flow.event(new WriterAnswered(writer, writerStep(session), new HandlerResult.Failed(fault)));
    }
    return session.phase() == SessionPhase.PREPARING_SNAPSHOT
        ? CreationRules.failQuietly(flow, fault)
        : next(flow);
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> answered(
      Session session, WriterId writer, HandlerResult result) {
    Flow flow = new Flow(session).event(new WriterAnswered(writer, writerStep(session), result));
    if (session.phase() == SessionPhase.PREPARING_SNAPSHOT
        && result instanceof HandlerResult.Failed failed) {
      return CreationRules.failQuietly(flow, failed.fault());
    }
    return flow.session().round().isOver() ? next(flow) : flow.decision();
  }

  /** A host that lives a new life has lost what it prepared; anything else is the writer's own. */
  private static Decision<SessionEvent, SessionEffect, SessionReply> refused(
      Session session, WriterReply.Refused reply) {
    boolean restarted = reply.fault().failure() == Failure.STALE_INCARNATION;
    if (restarted && creating(session)) {
      Flow flow = new Flow(session);
      flow.event(new IncarnationLearned(reply.writer().host(), reply.incarnation()));
      return AbortRules.failCreation(flow, reply.fault());
    }
    return answered(session, reply.writer(), new HandlerResult.Failed(reply.fault()));
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> stepped(
      Session session, ProviderReply.Stepped reply) {
    Flow flow =
        new Flow(session)
            .event(new ProviderAnswered(reply.provider(), reply.step(), reply.result()));
    Optional<Fault> fault =
        switch (reply.result()) {
          case StepResult.Done done -> Optional.empty();
          case StepResult.Failed failed -> Optional.of(failed.fault());
          case StepResult.DeletionStopped stopped -> Optional.of(stopped.fault());
        };
    if (fault.isPresent()) {
      return AbortRules.failCreation(flow, fault.get());
    }
    return flow.session().round().isOver() ? next(flow) : flow.decision();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> next(Flow flow) {
    return switch (flow.session().phase()) {
      case PREPARING_BACKUP -> PreparationRules.prepared(flow);
      case COMPLETING ->
          flow.event(new PhaseEntered(SessionPhase.BACKUP_COMPLETED))
              .finish(Errand.COMPLETE_BACKUP, Done::new)
              .decision();
      default -> CreationRules.next(flow);
    };
  }

  private static Flow learn(Session session, ProviderReply.Refused reply) {
    Flow flow = new Flow(session);
    return reply.fault().failure() == Failure.STALE_INCARNATION
        ? flow.event(new IncarnationLearned(reply.provider().host(), reply.incarnation()))
        : flow;
  }

  private static boolean creating(Session session) {
    return session.phase() == SessionPhase.PREPARING_SNAPSHOT
        || session.phase() == SessionPhase.POST_SNAPSHOTTING;
  }

  private static boolean waitsFor(Session session, WriterId writer, WriterStep step) {
    return session.round().writers().contains(writer) && step == writerStep(session);
  }

  private static WriterStep writerStep(Session session) {
    return switch (session.phase()) {
      case PREPARING_BACKUP -> WriterStep.PREPARE_FOR_BACKUP;
      case PREPARING_SNAPSHOT -> WriterStep.PREPARE_FOR_SNAPSHOT;
      case POST_SNAPSHOTTING -> WriterStep.POST_SNAPSHOT;
      case COMPLETING -> WriterStep.BACKUP_COMPLETE;
      default -> WriterStep.IDENTIFY;
    };
  }

  private static ProviderStep providerStep(Session session) {
    return switch (session.phase()) {
      case ENDING_PREPARE -> ProviderStep.END_PREPARE;
      case PRE_FINAL_COMMITTING -> ProviderStep.PRE_FINAL_COMMIT;
      default -> ProviderStep.POST_FINAL_COMMIT;
    };
  }
}
