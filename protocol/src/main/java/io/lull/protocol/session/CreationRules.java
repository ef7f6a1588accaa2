package io.lull.protocol.session;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.certificate.Issue;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.session.Creation.Stage;
import io.lull.protocol.session.SessionEffect.OpenWindow;
import io.lull.protocol.session.SessionEffect.StartTimer;
import io.lull.protocol.session.SessionEvent.CreationFailed;
import io.lull.protocol.session.SessionEvent.DutiesTaken;
import io.lull.protocol.session.SessionEvent.PhaseEntered;
import io.lull.protocol.session.SessionEvent.RoundBegan;
import io.lull.protocol.session.SessionEvent.StageReached;
import io.lull.protocol.session.SessionEvent.WindowClosed;
import io.lull.protocol.session.SessionEvent.WindowOpened;
import io.lull.protocol.session.SessionReply.Refused;
import io.lull.protocol.table.Decision;
import io.lull.protocol.window.WindowPlan;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Creating the set: the long work, the window, and the finishing of the copies. */
final class CreationRules {
  private CreationRules() {}

  static Decision<SessionEvent, SessionEffect, SessionReply> create(
      Session session, SessionInput.DoSnapshotSet input, Instant now) {
    if (session.withWriters() && session.phase() == SessionPhase.SET_STARTED) {
      return refuse(input, Failure.BAD_STATE, "PrepareForBackup before DoSnapshotSet", "none came");
    }
    if (!session.work().admissions().isEmpty()) {
      return refuse(input, Failure.BAD_STATE, "every volume to be admitted", "some still wait");
    }
    Flow flow = new Flow(session).pending(input.request(), Errand.CREATE_SET);
    Optional<Fault> tooLow = outOfReach(session);
    if (tooLow.isPresent()) {
      return failQuietly(flow, tooLow.get());
    }
    flow.event(new StageReached(Stage.ASKED));
    return round(flow, SessionPhase.PREPARING_SNAPSHOT);
  }

  /** Nobody is to stand still, and nothing to be copied, for a set that nobody will have. */
  private static Optional<Fault> outOfReach(Session session) {
    boolean allServe = session.serving().equals(session.participants());
    if (!allServe && session.policy().lowest() == Grade.APPLICATION) {
      return Optional.of(
          Fault.expected(
              Failure.GRADE_OUT_OF_REACH,
              "every writer to be prepared",
              "the requester allows no lower grade and "
                  + session.roster().writers(entry -> entry.takesPart() && !entry.serves())
                  + " failed"));
    }
    // Of a rehearsal comes no set that could be good enough.
    return session.rehearses() ? Optional.empty() : Reach.shortfall(session);
  }

  /** What comes after a round in which everybody has answered well. */
  static Decision<SessionEvent, SessionEffect, SessionReply> next(Flow flow) {
    return switch (flow.session().phase()) {
      case PREPARING_SNAPSHOT -> {
        if (flow.session().rehearses()) {
          yield openWindow(flow);
        }
        // From here on an abort reaches the providers too.
        flow.event(new StageReached(Stage.PREPARED));
        yield round(flow, SessionPhase.ENDING_PREPARE);
      }
      case ENDING_PREPARE -> openWindow(flow);
      case PRE_FINAL_COMMITTING -> round(flow, SessionPhase.POST_SNAPSHOTTING);
      case POST_SNAPSHOTTING -> {
        flow.event(new StageReached(Stage.FINISHING));
        yield round(flow, SessionPhase.POST_FINAL_COMMITTING);
      }
      case POST_FINAL_COMMITTING -> certify(flow);
      default ->
          throw new IllegalStateException(
              "expected a phase of a creation, but it is " + flow.session().phase());
    };
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> windowReported(
      Session session, SessionInput.WindowReported input, Instant now) {
    boolean ours =
        input.report().set().equals(session.set().set())
            && input.report().epoch().equals(session.epoch());
    if (!ours) {
      return Decision.nothing();
    }
    Flow flow = new Flow(session).event(new WindowClosed(input.report()));
    return input
        .report()
        .failure()
        .map(fault -> AbortRules.failAfterWindow(flow, fault))
        .orElseGet(
            () ->
                session.rehearses()
                    ? AbortRules.rehearsed(flow)
                    : round(flow, SessionPhase.PRE_FINAL_COMMITTING));
  }

  /** The set was not created; nobody is told to abort, because nobody stands still. */
  static Decision<SessionEvent, SessionEffect, SessionReply> failQuietly(Flow flow, Fault fault) {
    flow.event(new CreationFailed(fault));
    flow.event(new PhaseEntered(SessionPhase.CREATION_FAILED));
    return over(flow).decision();
  }

  /** The creation is over, well or not, and others may create sets on these hosts. */
  static Flow over(Flow flow) {
    Session session = flow.session();
    boolean taken = session.creation().filter(set -> !set.slotsGivenBack()).isPresent();
    if (taken && !session.set().slots().isEmpty()) {
      flow.event(new DutiesTaken(SlotRules.debts(session, session.set().slots().keySet())));
      flow.effects(Asks.duties(flow.session()));
      // A slot that cannot be reached must not keep the requester waiting for ever.
      flow.effect(
          new StartTimer(
              new SessionTimer.RoundLimit(session.round().number()), session.limits().begin()));
    }
    return answerWhenFree(flow);
  }

  /** DoSnapshotSet returns when the next one may begin, and not a moment before. */
  static Flow answerWhenFree(Flow flow) {
    boolean free =
        flow.session().work().duties().stream()
            .noneMatch(duty -> duty instanceof Duty.GiveBackSlot);
    return free ? answer(flow) : flow;
  }

  /** Tells what became of the creation; of a rehearsal nothing became, and that is a success. */
  static Flow answer(Flow flow) {
    Session session = flow.session();
    boolean rehearsed =
        session.rehearses()
            && session.creation().filter(set -> set.failure().isEmpty()).isPresent();
    if (rehearsed) {
      return flow.finish(Errand.CREATE_SET, SessionReply.Done::new);
    }
    return flow.finish(
        Errand.CREATE_SET,
        request ->
            session
                .creation()
                .filter(set -> set.failure().isEmpty())
                .flatMap(Creation::certificate)
                .<SessionReply>map(
                    certificate ->
                        new SessionReply.SetCreated(
                            request, certificate.grade(), certificate, session.roster().unusable()))
                .orElseGet(() -> new Refused(request, session.failure())));
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> round(
      Flow flow, SessionPhase phase) {
    Session session = flow.session();
    boolean writers =
        phase == SessionPhase.PREPARING_SNAPSHOT || phase == SessionPhase.POST_SNAPSHOTTING;
    flow.event(
        writers
            ? RoundBegan.ofWriters(phase, session.serving())
            : RoundBegan.ofProviders(phase, session.set().providers()));
    return flow.session().round().isOver()
        ? next(flow)
        : flow.effects(Asks.round(flow.session())).decision();
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> openWindow(Flow flow) {
    WindowPlan plan = Plans.of(flow.session());
    return flow.event(new WindowOpened(plan)).effect(new OpenWindow(plan)).decision();
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> certify(Flow flow) {
    return switch (Plans.certificate(flow.session())) {
      case Issue.Issued issued -> {
        flow.event(new SessionEvent.SetCreated(issued.certificate()));
        Grade grade = issued.certificate().grade();
        yield grade.atLeast(Reach.lowest(flow.session()))
            ? over(flow).decision()
            : belowGrade(flow, grade);
      }
      case Issue.Withheld withheld -> AbortRules.failCreation(flow, withheld.fault());
    };
  }

  /**
   * The copies stay, because a writer's late failure undoes nothing; but nobody calls them good.
   */
  private static Decision<SessionEvent, SessionEffect, SessionReply> belowGrade(
      Flow flow, Grade grade) {
    Fault fault =
        Fault.expected(
            Failure.BELOW_REQUESTED_GRADE,
            "at least " + Reach.lowest(flow.session()),
            "the set reached " + grade);
    flow.event(new CreationFailed(fault));
    flow.event(new PhaseEntered(SessionPhase.CREATION_FAILED));
    return over(flow).decision();
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> refuse(
      SessionInput.DoSnapshotSet input, Failure failure, String expected, String but) {
    return new Decision<>(
        List.of(),
        List.of(),
        List.of(new Refused(input.request(), Fault.expected(failure, expected, but))));
  }
}
