package io.lull.acceptance.simulation;

import io.lull.cluster.config.message.HostMessage.AskProvider;
import io.lull.cluster.config.message.HostMessage.AskWriter;
import io.lull.cluster.config.message.HostMessage.ToProvider;
import io.lull.cluster.config.message.HostMessage.ToWriter;
import io.lull.coordinator.Machines;
import io.lull.coordinator.SessionMessage.HandIn;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import io.lull.provider.ProviderCommand;
import io.lull.writer.LeaseKeeper;
import io.lull.writer.WriterCommand;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Mistakes of shells, each of which the simulation has to see. */
enum Planted {
  EFFECTS_ARE_CARRIED_OUT_BEFORE_EVENTS_ARE_KEPT,
  THE_JOURNAL_ACKNOWLEDGES_BEFORE_IT_HAS_WRITTEN,
  A_RECOVERED_SESSION_IS_NOT_TAKEN_OVER,
  A_REPORT_IS_HANDED_IN_ONLY_ONCE,
  THE_AGENT_ASKS_NO_GATE,
  NO_LEASE_IS_EVER_DUE;

  /** The mistake, in the shells of one run. */
  Plants plants() {
    return switch (this) {
      case EFFECTS_ARE_CARRIED_OUT_BEFORE_EVENTS_ARE_KEPT -> new EagerEffects();
      case THE_JOURNAL_ACKNOWLEDGES_BEFORE_IT_HAS_WRITTEN -> new HastyJournal();
      case A_RECOVERED_SESSION_IS_NOT_TAKEN_OVER -> new NoTakeOver();
      case A_REPORT_IS_HANDED_IN_ONLY_ONCE -> new ImpatientKeeper();
      case THE_AGENT_ASKS_NO_GATE -> new NoGate();
      case NO_LEASE_IS_EVER_DUE -> new NoLeases();
    };
  }

  private static final class EagerEffects implements Plants {
    @Override
    public void decided(
        SimNode node, Session state, Decision<SessionEvent, SessionEffect, SessionReply> decision) {
      if (!decision.events().isEmpty()) {
        decision.effects().forEach(effect -> carryOut(node, effect));
      }
    }

    private static void carryOut(SimNode node, SessionEffect effect) {
      switch (effect) {
        case SessionEffect.AskWriter ask ->
            node.tell(
                node.world.host(ask.writer().host()),
                new AskWriter(
                    new ToWriter(ask.writer(), ask.request()), node.system().ignoreRef()));
        case SessionEffect.AskProvider ask ->
            node.tell(
                node.world.host(ask.provider().host()),
                new AskProvider(
                    new ToProvider(ask.provider(), ask.request()), node.system().ignoreRef()));
        default -> {}
      }
    }
  }

  private static final class HastyJournal implements Plants {
    @Override
    public boolean acknowledgesEarly() {
      return true;
    }
  }

  private static final class NoTakeOver implements Plants {
    @Override
    public Machines machines(Machines real) {
      return new Machines(
          new NeverTakesOver(real.session()), real.restore(), real.window(), real.slot());
    }
  }

  private record NeverTakesOver(
      Machine<Session, SessionInput, Instant, SessionEvent, SessionEffect, SessionReply> real)
      implements Machine<
          Session, SessionInput, Instant, SessionEvent, SessionEffect, SessionReply> {
    @Override
    public Decision<SessionEvent, SessionEffect, SessionReply> decide(
        Session state, SessionInput input, Instant now) {
      return input instanceof SessionInput.TakeOver
          ? Decision.nothing()
          : real.decide(state, input, now);
    }

    @Override
    public Session apply(Session state, SessionEvent event) {
      return real.apply(state, event);
    }

    @Override
    public List<SessionEffect> outstanding(Session state, Instant now) {
      return List.of();
    }
  }

  private static final class ImpatientKeeper implements Plants {
    private final Set<Object> handedIn = new HashSet<>();

    @Override
    public boolean drops(SimNode node, HandIn report) {
      return !handedIn.add(report.reported().report());
    }
  }

  private static final class NoGate implements Plants {
    @Override
    public boolean delivers(SimProcess to, Object message) {
      if (!(to instanceof SimHost host)) {
        return false;
      }
      switch (message) {
        case AskWriter ask ->
            Wire.<WriterCommand>find(host.system(), "writer-" + ask.question().writer().name())
                .tell(new WriterCommand.Asked(ask.question().request(), ask.replyTo()));
        case AskProvider ask ->
            Wire.<ProviderCommand>find(
                    host.system(), "provider-" + ask.question().provider().name())
                .tell(new ProviderCommand.Asked(ask.question().request(), ask.replyTo()));
        default -> {
          return false;
        }
      }
      return true;
    }
  }

  private static final class NoLeases implements Plants {
    @Override
    public LeaseKeeper leases(LeaseKeeper real) {
      return (at, due) -> () -> {};
    }
  }
}
