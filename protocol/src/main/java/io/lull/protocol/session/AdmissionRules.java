package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.session.SessionEffect.CancelTimer;
import io.lull.protocol.session.SessionEvent.AdmissionEnded;
import io.lull.protocol.session.SessionEvent.AdmissionMoved;
import io.lull.protocol.session.SessionEvent.ComponentAdded;
import io.lull.protocol.session.SessionEvent.DutiesTaken;
import io.lull.protocol.session.SessionEvent.SlotTaken;
import io.lull.protocol.session.SessionEvent.VolumeAdded;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.session.SessionReply.Refused;
import io.lull.protocol.slot.SlotReply;
import io.lull.protocol.table.Decision;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bringing components and volumes into a set; a refusal leaves the set usable. */
final class AdmissionRules {
  private AdmissionRules() {}

  static Decision<SessionEvent, SessionEffect, SessionReply> addComponent(
      Session session, SessionInput.AddComponent input, Instant now) {
    ComponentId component = input.component();
    if (!session.withWriters()) {
      return refuse(input.request(), Failure.BAD_STATE, "a context with writers", "it has none");
    }
    Optional<Fault> fault = Selection.refuse(session, component);
    if (fault.isPresent()) {
      return Decision.reply(new Refused(input.request(), fault.get()));
    }
    if (admitting(session, new Admission.OfComponent(component))) {
      return refuse(
          input.request(), Failure.OBJECT_ALREADY_EXISTS, "a further component", "got it twice");
    }
    HostId host = component.writer().host();
    boolean needsSlot =
        session.phase() == SessionPhase.SET_STARTED && !session.set().slots().containsKey(host);
    return needsSlot
        ? admit(session, input.request(), new Admission.OfComponent(component))
        : new Flow(session)
            .event(new ComponentAdded(component))
            .answer(new Done(input.request()))
            .decision();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> addVolume(
      Session session, SessionInput.AddToSnapshotSet input, Instant now) {
    Volume volume = input.volume();
    if (session.set().members().containsKey(volume) || beingAdmitted(session, volume)) {
      return refuse(
          input.request(), Failure.OBJECT_ALREADY_EXISTS, "a further volume", "got " + volume);
    }
    if (volumesOf(session, volume.host()) >= session.limits().volumesPerSet()) {
      return refuse(
          input.request(),
          Failure.MAXIMUM_NUMBER_OF_VOLUMES_REACHED,
          "at most " + session.limits().volumesPerSet() + " volumes of " + volume.host(),
          "got one more");
    }
    List<Candidate> candidates = candidates(input);
    if (candidates.isEmpty()) {
      return input.provider().isPresent()
          ? refuse(
              input.request(),
              Failure.PROVIDER_NOT_REGISTERED,
              "a provider of " + volume.host(),
              "got " + input.provider().get())
          : refuse(
              input.request(),
              Failure.VOLUME_NOT_SUPPORTED,
              "a provider for " + volume,
              "there is none on its host");
    }
    return admit(
        session,
        input.request(),
        new Admission.OfVolume(volume, candidates, input.provider().isPresent(), List.of()));
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> slotGranted(
      Session session, SlotReply.SlotGranted granted) {
    if (session.slot(granted.host()).equals(granted.slot())) {
      return Decision.nothing();
    }
    Flow flow = new Flow(session).event(new SlotTaken(granted.host(), granted.slot()));
    admissionsOf(session, granted.host())
        .forEach(
            (request, admission) -> {
              switch (admission) {
                case Admission.OfComponent component ->
                    end(flow, request)
                        .event(new ComponentAdded(component.component()))
                        .answer(new Done(request));
                case Admission.OfVolume volume ->
                    flow.effects(Asks.admission(flow.session(), request));
              }
            });
    return flow.decision();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> slotBusy(
      Session session, HostId host, Fault fault) {
    if (session.set().slots().containsKey(host)) {
      return Decision.nothing();
    }
    Flow flow = new Flow(session);
    admissionsOf(session, host)
        .forEach((request, _) -> end(flow, request).answer(new Refused(request, fault)));
    return flow.decision();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> begun(
      Session session, ProviderReply.Begun reply) {
    return of(session, reply)
        .map(
            waiting ->
                switch (reply.result()) {
                  case StepResult.Done done -> added(session, waiting, reply);
                  case StepResult.Failed failed -> declined(session, waiting, failed.fault());
                  case StepResult.DeletionStopped stopped ->
                      declined(session, waiting, stopped.fault());
                })
        .orElse(Decision.nothing());
  }

  /** A host that did not take the Begin up refuses the volumes that wait for that provider. */
  static Decision<SessionEvent, SessionEffect, SessionReply> refused(
      Session session, ProviderReply.Refused reply) {
    Flow flow = new Flow(session);
    session
        .work()
        .admissions()
        .forEach(
            (request, admission) -> {
              if (admission instanceof Admission.OfVolume volume
                  && volume.candidates().getFirst().provider().equals(reply.provider())
                  && session.slot(volume.host()).equals(reply.stamp().slot())) {
                end(flow, request).answer(new Refused(request, reply.fault()));
              }
            });
    return flow.decision();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> overdue(
      Session session, RequestId request) {
    Admission admission = session.work().admissions().get(request);
    if (admission == null) {
      return Decision.nothing();
    }
    Flow flow = new Flow(session);
    if (!session.set().slots().containsKey(admission.host())) {
      // The slot may have been granted without our hearing of it.
      flow.event(new DutiesTaken(SlotRules.debts(session, List.of(admission.host()))));
      flow.effects(Asks.duties(flow.session()));
    }
    Fault fault =
        Fault.expected(
            Failure.HOST_UNREACHABLE, "an answer from " + admission.host(), "none came in time");
    return end(flow, request).answer(new Refused(request, fault)).decision();
  }

  /** Ends all admissions, because the set is given up. */
  static void endAll(Flow flow, Fault fault) {
    for (RequestId request : flow.session().work().admissions().keySet()) {
      end(flow, request).answer(new Refused(request, fault));
    }
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> admit(
      Session session, RequestId request, Admission admission) {
    Flow flow =
        new Flow(session)
            .pending(request, Errand.ADMIT)
            .event(new AdmissionMoved(request, admission));
    return flow.effects(Asks.admission(flow.session(), request)).decision();
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> added(
      Session session, Waiting waiting, ProviderReply.Begun reply) {
    RequestId request = waiting.request();
    SnapshotId snapshot = new SnapshotId(session.set().set(), reply.volume());
    Candidate chosen = waiting.volume().candidates().getFirst();
    List<Declined> declined = waiting.volume().declined();
    return end(new Flow(session), request)
        .event(
            new VolumeAdded(
                reply.volume(),
                reply.provider(),
                reply.stamp().incarnation(),
                chosen.cut(),
                declined))
        .answer(new SessionReply.VolumeAdded(request, snapshot, reply.provider(), declined))
        .decision();
  }

  /** Asks the next best provider, unless the requester wanted none but this one. */
  private static Decision<SessionEvent, SessionEffect, SessionReply> declined(
      Session session, Waiting waiting, Fault fault) {
    Admission.OfVolume volume = waiting.volume();
    RequestId request = waiting.request();
    // Most speak for themselves alone, and mean the same.
    boolean unsupported =
        fault.failure() == Failure.VOLUME_NOT_SUPPORTED
            || fault.failure() == Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER;
    if (!unsupported) {
      return end(new Flow(session), request).answer(new Refused(request, fault)).decision();
    }
    Admission.OfVolume left = volume.without(fault);
    if (left.candidates().isEmpty()) {
      return end(new Flow(session), request).answer(new Refused(request, none(left))).decision();
    }
    Flow flow = new Flow(session).event(new AdmissionMoved(request, left));
    return flow.effects(Asks.admission(flow.session(), request)).decision();
  }

  private static Fault none(Admission.OfVolume volume) {
    List<Declined> declined = volume.declined();
    if (volume.named()) {
      return Fault.of(
          Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER, declined.getFirst().fault().detail());
    }
    return Fault.of(Failure.VOLUME_NOT_SUPPORTED, Declined.listed(declined));
  }

  private static Flow end(Flow flow, RequestId request) {
    return flow.event(new AdmissionEnded(request))
        .effect(new CancelTimer(new SessionTimer.AdmissionLimit(request)));
  }

  /** A volume that waits for a provider, and the call that brought it. */
  private record Waiting(RequestId request, Admission.OfVolume volume) {}

  private static Optional<Waiting> of(Session session, ProviderReply.Begun reply) {
    return session.work().admissions().entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Admission.OfVolume)
        .map(entry -> new Waiting(entry.getKey(), (Admission.OfVolume) entry.getValue()))
        .filter(waiting -> awaits(session, waiting.volume(), reply))
        .findFirst();
  }

  private static boolean awaits(
      Session session, Admission.OfVolume waiting, ProviderReply.Begun reply) {
    Candidate asked = waiting.candidates().getFirst();
    return session.set().slots().containsKey(waiting.host())
        && waiting.volume().equals(reply.volume())
        && asked.provider().equals(reply.provider())
        && Asks.stamp(session, asked).equals(reply.stamp());
  }

  private static Map<RequestId, Admission> admissionsOf(Session session, HostId host) {
    Map<RequestId, Admission> found = new java.util.TreeMap<>(session.work().admissions());
    found.values().removeIf(admission -> !admission.host().equals(host));
    return found;
  }

  private static boolean admitting(Session session, Admission admission) {
    return session.work().admissions().containsValue(admission);
  }

  private static boolean beingAdmitted(Session session, Volume volume) {
    return session.work().admissions().values().stream()
        .anyMatch(
            admission ->
                admission instanceof Admission.OfVolume waiting && waiting.volume().equals(volume));
  }

  private static long volumesOf(Session session, HostId host) {
    long members =
        session.set().members().keySet().stream().filter(v -> v.host().equals(host)).count();
    long waiting =
        session.work().admissions().values().stream()
            .filter(a -> a instanceof Admission.OfVolume && a.host().equals(host))
            .count();
    return members + waiting;
  }

  /** The named provider if there is one; otherwise hardware before software before system. */
  private static List<Candidate> candidates(SessionInput.AddToSnapshotSet input) {
    return input.candidates().stream()
        .filter(candidate -> candidate.provider().host().equals(input.volume().host()))
        .filter(
            candidate ->
                input.provider().isEmpty() || input.provider().get().equals(candidate.provider()))
        .sorted(Comparator.comparing(Candidate::kind).thenComparing(Candidate::provider))
        .toList();
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> refuse(
      RequestId request, Failure failure, String expected, String but) {
    return Decision.reply(new Refused(request, Fault.expected(failure, expected, but)));
  }
}
