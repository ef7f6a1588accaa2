package io.lull.acceptance.simulation;

import io.lull.coordinator.Machines;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.provider.Provider;
import io.lull.protocol.provider.ProviderEffect;
import io.lull.protocol.provider.ProviderEvent;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderMachine;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Violation;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.window.Window;
import io.lull.protocol.window.WindowEffect;
import io.lull.protocol.window.WindowEvent;
import io.lull.protocol.window.WindowInput;
import io.lull.protocol.writer.Writer;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterEvent;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterMachine;
import io.lull.protocol.writer.WriterReply;
import java.time.Instant;
import java.util.List;

/** Machines that decide as always, and tell the simulation what they were asked. */
final class Watched {
  private Watched() {}

  /** The machines of a node. */
  static Machines of(SimNode node, Machines real) {
    return new Machines(
        new Sessions(node, real.session()),
        new Careful<>(node.world, real.restore()),
        new Windows(node, real.window()),
        new Careful<>(node.world, real.slot()));
  }

  /** The machine of a host's writers. */
  static Machine<Writer, WriterInput, Uptime, WriterEvent, WriterEffect, WriterReply> of(
      SimHost host, WriterMachine real) {
    return new Writers(host, real);
  }

  /** The machine of a host's providers. */
  static Machine<Provider, ProviderInput, Uptime, ProviderEvent, ProviderEffect, ProviderReply> of(
      SimHost host, ProviderMachine real) {
    return new Providers(host, real);
  }

  /** No machine ever throws; an actor that fails would only hide it. */
  private static class Careful<S, I, T, E, F, R> implements Machine<S, I, T, E, F, R> {
    final ActorWorld world;
    private final Machine<S, I, T, E, F, R> real;

    Careful(ActorWorld world, Machine<S, I, T, E, F, R> real) {
      this.world = world;
      this.real = real;
    }

    @Override
    public Decision<E, F, R> decide(S state, I input, T now) {
      try {
        return real.decide(state, input, now);
      } catch (RuntimeException bug) {
        world.broken(new Violation("NoMachineThrows", bug));
        throw bug;
      }
    }

    @Override
    public S apply(S state, E event) {
      return real.apply(state, event);
    }

    @Override
    public List<F> outstanding(S state, T now) {
      return real.outstanding(state, now);
    }
  }

  private static final class Sessions
      extends Careful<Session, SessionInput, Instant, SessionEvent, SessionEffect, SessionReply> {
    private final SimNode node;

    Sessions(
        SimNode node,
        Machine<Session, SessionInput, Instant, SessionEvent, SessionEffect, SessionReply> real) {
      super(node.world, real);
      this.node = node;
    }

    @Override
    public Decision<SessionEvent, SessionEffect, SessionReply> decide(
        Session state, SessionInput input, Instant now) {
      var decision = super.decide(state, input, now);
      world.sees().decided(node, state, input);
      world.plants().decided(node, state, decision);
      return decision;
    }

    /**
     * What is decided together is written together, on the state that was live before all of it.
     */
    @Override
    public Decision<SessionEvent, SessionEffect, SessionReply> decideAll(
        Session state, List<? extends SessionInput> inputs, Instant now) {
      var decision = super.decideAll(state, inputs, now);
      world.sees().decided(node, state, inputs.getLast());
      return decision;
    }

    @Override
    public List<SessionEffect> outstanding(Session state, Instant now) {
      world.sees().recovering(node, state);
      List<SessionEffect> wanted = super.outstanding(state, now);
      // A node that has just started knows no host yet: what it says then is as good as lost.
      wanted.forEach(effect -> world.sees().wants(node, state, effect));
      return wanted;
    }
  }

  private static final class Windows
      extends Careful<Window, WindowInput, Uptime, WindowEvent, WindowEffect, Void> {
    private final SimNode node;

    Windows(
        SimNode node, Machine<Window, WindowInput, Uptime, WindowEvent, WindowEffect, Void> real) {
      super(node.world, real);
      this.node = node;
    }

    @Override
    public Decision<WindowEvent, WindowEffect, Void> decide(
        Window window, WindowInput input, Uptime now) {
      if (input instanceof WindowInput.OpenWindow) {
        world.sees().windowBegan(node, window);
      }
      var decision = super.decide(window, input, now);
      for (WindowEvent event : decision.events()) {
        world.trace(node.name, "window ", window.plan().session(), " ", event);
      }
      for (WindowEffect effect : decision.effects()) {
        if (effect instanceof WindowEffect.Report) {
          world.sees().windowEnds(node, window.plan().session());
        }
      }
      return decision;
    }
  }

  private static final class Writers
      extends Careful<Writer, WriterInput, Uptime, WriterEvent, WriterEffect, WriterReply> {
    private final SimHost host;

    Writers(
        SimHost host,
        Machine<Writer, WriterInput, Uptime, WriterEvent, WriterEffect, WriterReply> real) {
      super(host.world, real);
      this.host = host;
    }

    @Override
    public Decision<WriterEvent, WriterEffect, WriterReply> decide(
        Writer state, WriterInput input, Uptime now) {
      if (input instanceof WriterInput.WriterRequest request
          && request.stamp().incarnation().number() == host.life()) {
        world.see(new Fact.WriterHeard(state.id(), host.life(), request));
      }
      var decision = super.decide(state, input, now);
      world.trace(host.name, state.id().name(), " ", input);
      decision.events().forEach(e -> world.trace(host.name, state.id().name(), "   · ", e));
      for (WriterEffect effect : decision.effects()) {
        if (effect instanceof WriterEffect.CallHandler call
            && host.isNew(state.id(), call.call())) {
          world.see(
              new Fact.HandlerBegan(
                  state.id(), call.set(), host.life(), call.step(), call.request().stamp()));
        }
      }
      return decision;
    }
  }

  private static final class Providers
      extends Careful<
          Provider, ProviderInput, Uptime, ProviderEvent, ProviderEffect, ProviderReply> {
    private final SimHost host;

    Providers(SimHost host, ProviderMachine real) {
      super(host.world, real);
      this.host = host;
    }

    @Override
    public Decision<ProviderEvent, ProviderEffect, ProviderReply> decide(
        Provider state, ProviderInput input, Uptime now) {
      var decision = super.decide(state, input, now);
      world.trace(host.name, state.id().name(), " ", input);
      decision.events().forEach(e -> world.trace(host.name, state.id().name(), "   · ", e));
      for (ProviderEffect effect : decision.effects()) {
        if (effect instanceof ProviderEffect.RunStep run
            && !run.markers().isEmpty()
            && host.isNew(state.id(), run.call())) {
          SlotEpoch slot = run.markers().getFirst().slot();
          world.see(new Fact.StepBegan(state.id(), run.set(), run.step(), slot));
        }
      }
      return decision;
    }
  }
}
