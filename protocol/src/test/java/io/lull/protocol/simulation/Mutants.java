package io.lull.protocol.simulation;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderInput.AbortSnapshots;
import io.lull.protocol.provider.ProviderPhase;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.session.Duty;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.slot.CreationGate;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.slot.SlotReply;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.window.WindowEffect;
import io.lull.protocol.window.WindowInput;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Mistakes that somebody could make in a machine; the simulator has to notice every one of them.
 */
enum Mutants {
  THAWS_ONLY_WHO_ACKNOWLEDGED {
    @Override
    Machines machines(Machines real) {
      Set<String> acknowledged = new TreeSet<>();
      return real.with(
          twisted(
              real.window(),
              (window, input, _, decision) -> {
                SetId set = window.plan().set();
                if (input instanceof WindowInput.WriterFroze froze) {
                  acknowledged.add(set + " " + froze.reply().writer());
                }
                Predicate<WriterId> heard = writer -> acknowledged.contains(set + " " + writer);
                return new Decision<>(
                    decision.events(),
                    decision.effects().stream()
                        .filter(effect -> !isAbortOf(effect, heard.negate()))
                        .map(effect -> forgetting(effect, heard.negate()))
                        .toList(),
                    decision.replies());
              }),
          real.session());
    }
  },
  WINDOW_BELIEVES_A_LAPSED_HOLD {
    @Override
    Machines machines(Machines real) {
      return real.with(
          given(
              real.window(),
              input ->
                  input instanceof WindowInput.WriterLetGo let
                      ? new WindowInput.WriterLetGo(held(let.reply()))
                      : input),
          real.session());
    }
  },
  HOST_SAYS_HELD_WHATEVER_WAS {
    @Override
    Machines machines(Machines real) {
      return real.with(
          twisted(
              real.writer(),
              (_, _, _, decision) ->
                  new Decision<>(
                      decision.events(),
                      decision.effects(),
                      decision.replies().stream()
                          .map(r -> r instanceof WriterReply.Thawed thawed ? held(thawed) : r)
                          .toList())));
    }
  },
  LEASE_IS_ARMED_AFTER_THE_ACKNOWLEDGEMENT {
    @Override
    Machines machines(Machines real) {
      return real.with(
          twisted(
              real.writer(),
              (_, input, _, decision) ->
                  input instanceof WriterInput.Freeze
                      ? effects(decision, effect -> !(effect instanceof WriterEffect.ArmLease))
                      : decision));
    }
  },
  LATE_FREEZE_IS_NOT_THAWED {
    @Override
    Machines machines(Machines real) {
      return real.with(
          twisted(
              real.writer(),
              (_, input, _, decision) ->
                  input instanceof WriterInput.FreezeHandled
                          && decision.effects().stream()
                              .anyMatch(WriterEffect.ReleaseHold.class::isInstance)
                      ? Decision.nothing()
                      : decision));
    }
  },
  A_FAILED_THAW_IS_NOT_REPEATED {
    @Override
    Machines machines(Machines real) {
      return real.with(
          twisted(
              real.writer(),
              (_, _, _, decision) ->
                  effects(decision, effect -> !(effect instanceof WriterEffect.RetryRelease))));
    }
  },
  ABORT_IS_IGNORED_AFTER_POST_COMMIT {
    @Override
    Machines machines(Machines real) {
      return new Machines(
          real.session(),
          real.window(),
          real.slot(),
          real.writer(),
          twisted(
              real.provider(),
              (state, input, _, decision) ->
                  input instanceof AbortSnapshots abort
                          && state.phase(abort.stamp().set()) == ProviderPhase.POST_COMMITTED
                      ? Decision.reply(
                          new ProviderReply.Stepped(
                              state.id(),
                              abort.stamp(),
                              ProviderStep.ABORT_SNAPSHOTS,
                              new StepResult.Done()))
                      : decision),
          real.gate());
    }
  },
  TWO_CREATIONS_SHARE_A_SLOT {
    @Override
    Machines machines(Machines real) {
      return new Machines(
          real.session(),
          real.window(),
          twisted(
              real.slot(),
              (state, input, _, decision) ->
                  input instanceof SlotInput.TakeSlot take
                          && decision.replies().stream()
                              .anyMatch(SlotReply.SlotBusy.class::isInstance)
                      ? Decision.reply(
                          new SlotReply.SlotGranted(
                              state.host(), take.session(), take.set(), state.newest()))
                      : decision),
          real.writer(),
          real.provider(),
          (gate, _, _) -> new CreationGate.Admission.Admitted(gate));
    }
  },
  EPOCH_IS_USED_AGAIN {
    @Override
    Machines machines(Machines real) {
      return session(
          real,
          (_, _, _, decision) ->
              events(decision, event -> !(event instanceof SessionEvent.EpochTaken)));
    }
  },
  RECOVERY_FREEZES_AGAIN {
    @Override
    Machines machines(Machines real) {
      return session(
          real,
          (session, input, _, decision) ->
              input instanceof SessionInput.TakeOver && session.phase() == SessionPhase.WINDOW_OPEN
                  ? reopened(session)
                  : decision);
    }
  },
  SLOT_IS_KEPT_AFTER_A_FAILURE {
    @Override
    Machines machines(Machines real) {
      return session(
          real,
          (_, _, _, decision) -> owing(decision, duty -> !(duty instanceof Duty.GiveBackSlot)));
    }
  },
  AUTO_RELEASE_COPIES_ARE_KEPT {
    @Override
    Machines machines(Machines real) {
      return session(
          real,
          (_, _, _, decision) -> owing(decision, duty -> !(duty instanceof Duty.DeleteCopies)));
    }
  },
  PROVIDERS_HEAR_OF_AN_EARLY_FAILURE {
    @Override
    Machines machines(Machines real) {
      return session(
          real,
          (session, _, _, decision) ->
              session.phase() == SessionPhase.PREPARING_SNAPSHOT
                      && decision.events().stream()
                          .anyMatch(SessionEvent.CreationFailed.class::isInstance)
                  ? tellingProviders(session, decision)
                  : decision);
    }
  },
  WRITES_TO_ITS_JOURNAL_IN_THE_WINDOW {
    @Override
    Machines machines(Machines real) {
      return session(
          real,
          (session, input, _, decision) ->
              session.phase() == SessionPhase.WINDOW_OPEN && input instanceof SessionInput.KeepAlive
                  ? new Decision<>(
                      List.of(new SessionEvent.AbortRedirected(session.next())),
                      decision.effects(),
                      decision.replies())
                  : decision);
    }
  };

  abstract Machines machines(Machines real);

  /** What a mistake makes of a right decision. */
  @FunctionalInterface
  interface Twist<S, I, T, E, F, R> {
    Decision<E, F, R> twist(S state, I input, T now, Decision<E, F, R> decision);
  }

  private static <S, I, T, E, F, R> Machine<S, I, T, E, F, R> twisted(
      Machine<S, I, T, E, F, R> real, Twist<S, I, T, E, F, R> twist) {
    return new Machine<>() {
      @Override
      public Decision<E, F, R> decide(S state, I input, T now) {
        return twist.twist(state, input, now, real.decide(state, input, now));
      }

      @Override
      public S apply(S state, E event) {
        return real.apply(state, event);
      }

      @Override
      public List<F> outstanding(S state, T now) {
        return real.outstanding(state, now);
      }
    };
  }

  private static <S, I, T, E, F, R> Machine<S, I, T, E, F, R> given(
      Machine<S, I, T, E, F, R> real, UnaryOperator<I> changed) {
    return twisted(
        real,
        (state, input, now, decision) -> {
          I other = changed.apply(input);
          return other.equals(input) ? decision : real.decide(state, other, now);
        });
  }

  private static Machines session(
      Machines real,
      Twist<Session, SessionInput, Instant, SessionEvent, SessionEffect, SessionReply> twist) {
    return real.with(real.window(), twisted(real.session(), twist));
  }

  private static <E, F, R> Decision<E, F, R> effects(
      Decision<E, F, R> decision, Predicate<F> kept) {
    return new Decision<>(
        decision.events(), decision.effects().stream().filter(kept).toList(), decision.replies());
  }

  private static <E, F, R> Decision<E, F, R> events(Decision<E, F, R> decision, Predicate<E> kept) {
    return new Decision<>(
        decision.events().stream().filter(kept).toList(), decision.effects(), decision.replies());
  }

  private static <F, R> Decision<SessionEvent, F, R> owing(
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

  private static boolean isAbortOf(WindowEffect effect, Predicate<WriterId> whom) {
    return effect instanceof WindowEffect.AskWriter ask
        && ask.request() instanceof WriterInput.Abort
        && whom.test(ask.writer());
  }

  /** The report of somebody who believes that these were never frozen. */
  private static WindowEffect forgetting(WindowEffect effect, Predicate<WriterId> whom) {
    if (!(effect instanceof WindowEffect.Report done)) {
      return effect;
    }
    WindowReport report = done.report();
    return new WindowEffect.Report(
        new WindowReport(
            report.set(),
            report.epoch(),
            report.failure(),
            report.holds(),
            report.receipts(),
            report.attestations(),
            Sorted.set(report.unconfirmed().stream().filter(whom.negate()).toList()),
            report.frozen()));
  }

  private static WriterReply.Thawed held(WriterReply.Thawed thawed) {
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

  private static <R> Decision<SessionEvent, SessionEffect, R> reopened(Session session) {
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

  private static <R> Decision<SessionEvent, SessionEffect, R> tellingProviders(
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
}
