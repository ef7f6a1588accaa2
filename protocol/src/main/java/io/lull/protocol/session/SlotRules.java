package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.session.SessionEffect.AskSlot;
import io.lull.protocol.session.SessionEvent.DutiesTaken;
import io.lull.protocol.session.SessionEvent.DutyDone;
import io.lull.protocol.session.SessionEvent.PhaseEntered;
import io.lull.protocol.session.SessionEvent.RoundBegan;
import io.lull.protocol.session.SessionEvent.SetBegun;
import io.lull.protocol.session.SessionEvent.SetGivenUp;
import io.lull.protocol.session.SessionEvent.SlotTaken;
import io.lull.protocol.session.SessionReply.Refused;
import io.lull.protocol.session.SessionReply.SetStarted;
import io.lull.protocol.slot.SlotInput.ReleaseSlot;
import io.lull.protocol.slot.SlotInput.StillNeeded;
import io.lull.protocol.slot.SlotReply;
import io.lull.protocol.table.Decision;
import io.lull.protocol.value.Sorted;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Taking the creation slots of all hosts, all or none, and never waiting for one. */
final class SlotRules {
  private SlotRules() {}

  static Decision<SessionEvent, SessionEffect, SessionReply> start(
      Session session, SessionInput.StartSnapshotSet input, Instant now) {
    if (session.withWriters() && session.phase() == SessionPhase.INITIALIZED) {
      Fault fault =
          Fault.expected(
              Failure.BAD_STATE, "GatherWriterMetadata before StartSnapshotSet", "none came");
      return Decision.reply(new Refused(input.request(), fault));
    }
    Flow flow =
        new Flow(session)
            .pending(input.request(), Errand.START_SET)
            .event(new SetBegun(input.set(), session.phase()))
            .event(RoundBegan.ofSlots(SessionPhase.TAKING_SLOTS, hosts(session, input)));
    return flow.session().round().isOver()
        ? started(flow)
        : flow.effects(Asks.round(flow.session())).decision();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> slotSaid(
      Session session, SessionInput.SlotSaid input, Instant now) {
    return switch (input.reply()) {
      case SlotReply.SlotGranted granted when ours(session, granted) -> granted(session, granted);
      case SlotReply.SlotGranted foreign -> giveBack(foreign);
      case SlotReply.SlotBusy busy when ours(session, busy) -> busy(session, busy);
      case SlotReply.SlotBusy late -> Decision.nothing();
      case SlotReply.SlotReleased released when owes(session, released) ->
          released(session, released);
      case SlotReply.SlotReleased gone when ours(session, gone) ->
          AdmissionRules.slotBusy(
              session,
              gone.host(),
              Fault.expected(
                  Failure.SLOT_LOST,
                  "the creation slot of " + gone.host(),
                  "it was given back for this set before"));
      case SlotReply.SlotReleased late -> Decision.nothing();
    };
  }

  /** A slot that nobody waits for is given back, or it would stay taken until its lease ends. */
  static Decision<SessionEvent, SessionEffect, SessionReply> slotSaidLate(
      Session session, SessionInput.SlotSaid input, Instant now) {
    return switch (input.reply()) {
      case SlotReply.SlotGranted granted when keeps(session, granted) -> Decision.nothing();
      case SlotReply.SlotGranted late -> giveBack(late);
      case SlotReply.SlotBusy late -> Decision.nothing();
      case SlotReply.SlotReleased released -> released(session, released);
    };
  }

  /** The slot asks whether it is still needed; a slot that is not ours is given back. */
  static Decision<SessionEvent, SessionEffect, SessionReply> questioned(
      Session session, SessionInput.SlotQuestioned input, Instant now) {
    return session
        .creation()
        .<Decision<SessionEvent, SessionEffect, SessionReply>>map(
            set ->
                needs(session, set, input)
                    ? Decision.effect(
                        new AskSlot(input.host(), new StillNeeded(session.id(), input.slot())))
                    : Decision.effect(
                        new AskSlot(input.host(), new ReleaseSlot(session.id(), set.set()))))
        .orElse(Decision.nothing());
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> startLimit(Session session) {
    Fault fault =
        Fault.expected(
            Failure.HOST_UNREACHABLE,
            "the creation slots of all hosts",
            "no answer came from " + session.round().slots());
    return giveUp(new Flow(session), fault).decision();
  }

  /** What all hosts concerned must give back, whether or not their answers were heard. */
  static List<Duty> debts(Session session, Collection<HostId> hosts) {
    return hosts.stream()
        .<Duty>map(host -> new Duty.GiveBackSlot(host, session.set().set()))
        .toList();
  }

  /** Ends a set that has not started; every slot is given back and the session is as before. */
  static Flow giveUp(Flow flow, Fault fault) {
    Session session = flow.session();
    Set<HostId> hosts = new java.util.TreeSet<>(session.set().slots().keySet());
    hosts.addAll(session.round().slots());
    flow.event(new DutiesTaken(debts(session, hosts)));
    flow.event(new PhaseEntered(session.next()));
    flow.event(new SetGivenUp(session.set().set()));
    return flow.fail(Errand.START_SET, fault).effects(Asks.duties(flow.session()));
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> granted(
      Session session, SlotReply.SlotGranted granted) {
    if (session.phase() == SessionPhase.TAKING_SLOTS) {
      if (!session.round().slots().contains(granted.host())) {
        return Decision.nothing();
      }
      Flow flow = new Flow(session).event(new SlotTaken(granted.host(), granted.slot()));
      return flow.session().round().isOver() ? started(flow) : flow.decision();
    }
    return AdmissionRules.slotGranted(session, granted);
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> busy(
      Session session, SlotReply.SlotBusy busy) {
    Fault fault =
        Fault.expected(
            Failure.SNAPSHOT_SET_IN_PROGRESS,
            "the creation slot of " + busy.host() + " to be free",
            "session " + busy.holder() + " has held it since " + busy.since());
    return session.phase() == SessionPhase.TAKING_SLOTS
        ? giveUp(new Flow(session), fault).decision()
        : AdmissionRules.slotBusy(session, busy.host(), fault);
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> started(Flow flow) {
    return flow.event(new PhaseEntered(SessionPhase.SET_STARTED))
        .finish(
            Errand.START_SET,
            (RequestId request) -> new SetStarted(request, flow.session().set().set()))
        .decision();
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> released(
      Session session, SlotReply.SlotReleased released) {
    if (!owes(session, released)) {
      return Decision.nothing();
    }
    Duty duty = new Duty.GiveBackSlot(released.host(), released.set());
    Flow flow = CreationRules.answerWhenFree(new Flow(session).event(new DutyDone(duty)));
    return ReleaseRules.endIfDone(flow).decision();
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> giveBack(
      SlotReply.SlotGranted granted) {
    return Decision.effect(
        new AskSlot(granted.host(), new ReleaseSlot(granted.session(), granted.set())));
  }

  private static boolean owes(Session session, SlotReply.SlotReleased released) {
    return session.work().duties().contains(new Duty.GiveBackSlot(released.host(), released.set()));
  }

  private static boolean ours(Session session, SlotReply reply) {
    return reply.session().equals(session.id())
        && session.creation().filter(set -> set.set().equals(reply.set())).isPresent();
  }

  private static boolean keeps(Session session, SlotReply.SlotGranted granted) {
    return ours(session, granted)
        && granted.slot().equals(session.slot(granted.host()))
        && !owesBack(session, granted.host());
  }

  private static boolean needs(Session session, Creation set, SessionInput.SlotQuestioned input) {
    boolean taking =
        session.phase() == SessionPhase.TAKING_SLOTS
            || session.work().admissions().values().stream()
                .anyMatch(admission -> admission.host().equals(input.host()));
    boolean held = input.slot().equals(set.slots().get(input.host()));
    return (taking || held) && !owesBack(session, input.host());
  }

  private static boolean owesBack(Session session, HostId host) {
    return session.set().slotsGivenBack()
        || session.work().duties().contains(new Duty.GiveBackSlot(host, session.set().set()));
  }

  private static Set<HostId> hosts(Session session, SessionInput.StartSnapshotSet input) {
    if (!input.hosts().isEmpty()) {
      return input.hosts();
    }
    Set<HostId> chosen =
        Sorted.set(
            session.roster().chosen().keySet().stream()
                .map(ComponentId::writer)
                .map(writer -> writer.host())
                .toList());
    return chosen.isEmpty() ? input.everyHost() : chosen;
  }
}
