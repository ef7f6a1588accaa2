package io.lull.protocol.simulation;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.Provider;
import io.lull.protocol.provider.ProviderEffect;
import io.lull.protocol.provider.ProviderEvent;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderInput.AbortSnapshots;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.session.Duty;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.simulation.Twisted.Twist;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.window.WindowEffect;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.writer.SessionKey;
import io.lull.protocol.writer.Writer;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterEvent;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** How a right decision is made a wrong one. */
final class Twists {
  private Twists() {}

  static <S, I, T, E, F, R> Machine<S, I, T, E, F, R> twisted(
      Machine<S, I, T, E, F, R> real, Twist<S, I, T, E, F, R> twist) {
    return new Twisted<>(real, twist);
  }

  static <S, I, T, E, F, R> Machine<S, I, T, E, F, R> given(
      Machine<S, I, T, E, F, R> real, UnaryOperator<I> changed) {
    return twisted(
        real,
        (state, input, now, decision) -> {
          I other = changed.apply(input);
          return other.equals(input) ? decision : real.decide(state, other, now);
        });
  }

  static Machines session(
      Machines real,
      Twist<Session, SessionInput, Instant, SessionEvent, SessionEffect, SessionReply> twist) {
    return real.with(real.window(), twisted(real.session(), twist));
  }

  static Machines provider(
      Machines real,
      Twist<Provider, ProviderInput, Uptime, ProviderEvent, ProviderEffect, ProviderReply> twist) {
    return new Machines(
        real.session(),
        real.window(),
        real.slot(),
        real.writer(),
        twisted(real.provider(), twist),
        real.gate());
  }

  static <E, F, R> Decision<E, F, R> effects(Decision<E, F, R> decision, Predicate<F> kept) {
    return new Decision<>(
        decision.events(), decision.effects().stream().filter(kept).toList(), decision.replies());
  }

  static <E, F, R> Decision<E, F, R> events(Decision<E, F, R> decision, Predicate<E> kept) {
    return new Decision<>(
        decision.events().stream().filter(kept).toList(), decision.effects(), decision.replies());
  }

  static <F, R> Decision<SessionEvent, F, R> withoutEpoch(Decision<SessionEvent, F, R> decision) {
    return events(decision, event -> !(event instanceof SessionEvent.EpochTaken));
  }

  static <F, R> Decision<SessionEvent, F, R> owing(
      Decision<SessionEvent, F, R> decision, Predicate<Duty> kept) {
    List<SessionEvent> events = new ArrayList<>();
    for (SessionEvent event : decision.events()) {
      events.add(
          event instanceof SessionEvent.DutiesTaken taken
              ? new SessionEvent.DutiesTaken(taken.duties().stream().filter(kept).toList())
              : event);
    }
    return new Decision<>(events, decision.effects(), decision.replies());
  }

  static <F, R> Decision<SessionEvent, F, R> unpinning(Decision<SessionEvent, F, R> decision) {
    List<SessionEvent> events = new ArrayList<>(decision.events());
    events.add(new SessionEvent.SetUnpinned());
    return new Decision<>(events, decision.effects(), decision.replies());
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> pinned(SessionInput.PinSet pin) {
    SessionReply done = new SessionReply.Done(pin.request());
    return new Decision<>(
        List.of(new SessionEvent.SetPinned(pin.reason()), new SessionEvent.Answered(done)),
        List.of(),
        List.of(done));
  }

  /** Whether a copy of its set was to be deleted and is still there. */
  static boolean isLeaving(Session session) {
    return session
        .creation()
        .filter(set -> !Collections.disjoint(set.standing().leaving(), set.members().keySet()))
        .isPresent();
  }

  static boolean isAbortOf(WindowEffect effect, Predicate<WriterId> whom) {
    return effect instanceof WindowEffect.AskWriter ask
        && ask.request() instanceof WriterInput.Abort
        && whom.test(ask.writer());
  }

  /** The report of somebody who believes that these were never frozen. */
  static WindowEffect forgetting(WindowEffect effect, Predicate<WriterId> whom) {
    if (!(effect instanceof WindowEffect.Report done)) {
      return effect;
    }
    WindowReport report = done.report();
    return new WindowEffect.Report(
        new WindowReport(
            report.set(),
            report.epoch(),
            report.failure(),
            report.failed(),
            report.holds(),
            report.receipts(),
            report.attestations(),
            Sorted.set(report.unconfirmed().stream().filter(whom.negate()).toList()),
            report.frozen(),
            report.moments()));
  }

  static SessionEvent forgetful(SessionEvent event) {
    if (!(event instanceof SessionEvent.SetCreated created)) {
      return event;
    }
    Certificate all = created.certificate();
    return new SessionEvent.SetCreated(
        new Certificate(
            all.set(),
            all.epoch(),
            all.grade(),
            all.instant(),
            all.participants(),
            all.holds(),
            all.holdsDigest(),
            all.receipts(),
            all.receiptsDigest(),
            all.attestations(),
            new TreeSet<>()));
  }

  static WriterReply.Thawed held(WriterReply.Thawed thawed) {
    Attestation word = thawed.attestation();
    return new WriterReply.Thawed(
        thawed.writer(),
        thawed.stamp(),
        new Attestation(
            word.writer(),
            word.set(),
            word.epoch(),
            word.incarnation(),
            word.token(),
            HoldEnd.HELD,
            word.receipts()));
  }

  static <R> Decision<SessionEvent, SessionEffect, R> reopened(Session session) {
    WindowPlan plan = session.creation().flatMap(set -> set.plan()).orElseThrow();
    WindowPlan again =
        new WindowPlan(
            plan.session(),
            plan.set(),
            session.epoch().next(),
            plan.limits(),
            plan.writers(),
            plan.providers());
    return new Decision<>(
        List.of(
            new SessionEvent.EpochTaken(session.epoch().next()),
            new SessionEvent.WindowOpened(again)),
        List.of(new SessionEffect.OpenWindow(again)),
        List.of());
  }

  static <R> Decision<SessionEvent, SessionEffect, R> tellingProviders(
      Session session, Decision<SessionEvent, SessionEffect, R> decision) {
    List<SessionEffect> effects = new ArrayList<>(decision.effects());
    session
        .creation()
        .ifPresent(
            set ->
                new HashSet<>(set.members().values())
                    .stream()
                        .sorted()
                        .forEach(
                            provider ->
                                effects.add(
                                    new SessionEffect.AskProvider(
                                        provider,
                                        new AbortSnapshots(
                                            new Stamp(
                                                session.id(),
                                                set.set(),
                                                session.epoch(),
                                                Incarnation.FIRST,
                                                Optional.ofNullable(
                                                        set.slots().get(provider.host()))
                                                    .orElse(SlotEpoch.NONE)))))));
    return new Decision<>(decision.events(), effects, decision.replies());
  }

  /** Names the copies that the session knows of. */
  static SessionEffect naming(Session session, SessionEffect effect) {
    if (!(effect instanceof SessionEffect.AskProvider ask
        && ask.request() instanceof DeleteSnapshots delete
        && delete.snapshots().isEmpty())) {
      return effect;
    }
    List<SnapshotId> known =
        session.creation().stream()
            .flatMap(set -> set.members().entrySet().stream())
            .filter(member -> member.getValue().equals(ask.provider()))
            .map(member -> new SnapshotId(delete.stamp().set(), member.getKey()))
            .toList();
    return new SessionEffect.AskProvider(
        ask.provider(), new DeleteSnapshots(delete.stamp(), known));
  }

  static boolean isOlder(Writer writer, WriterRequest request) {
    return writer
        .session(SessionKey.of(request.stamp()))
        .filter(known -> request.stamp().epoch().isBefore(known.newest().epoch()))
        .isPresent();
  }

  /** What a writer decides that takes the epoch of every request for the newest. */
  static Decision<WriterEvent, WriterEffect, WriterReply> asIfNewest(
      Machine<Writer, WriterInput, Uptime, WriterEvent, WriterEffect, WriterReply> real,
      Writer writer,
      WriterRequest request,
      Uptime now) {
    WriterEvent older =
        new WriterEvent.EpochRaised(SessionKey.of(request.stamp()), request.stamp());
    var decision = real.decide(real.apply(writer, older), request, now);
    List<WriterEvent> events = new ArrayList<>(List.of(older));
    events.addAll(decision.events());
    return new Decision<>(events, decision.effects(), decision.replies());
  }

  /** A writer that knows of one set only what it knew then. */
  static Writer unaborted(Writer writer, Writer then, Stamp stamp) {
    SessionKey key = SessionKey.of(stamp);
    TreeMap<SessionKey, WriterSession> sessions = new TreeMap<>(writer.sessions());
    sessions.put(key, then.session(key).orElseThrow());
    return new Writer(
        writer.id(),
        writer.incarnation(),
        writer.limits(),
        writer.window(),
        writer.calls(),
        sessions,
        writer.holds(),
        writer.tombstones(),
        writer.log());
  }
}
