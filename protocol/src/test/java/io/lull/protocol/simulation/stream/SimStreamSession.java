package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.simulation.Entity;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSession;
import io.lull.protocol.stream.session.StreamSessionEffect;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupAsked;
import io.lull.protocol.stream.session.StreamSessionInput;
import io.lull.protocol.stream.session.StreamSessionPhase;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamTimer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The session of a stream on one node. */
final class SimStreamSession
    extends Entity<
        SimNode,
        SessionId,
        StreamSession,
        StreamSessionInput,
        StreamSessionEvent,
        StreamSessionEffect,
        StreamSessionReply> {
  private final Map<StreamTimer, Integer> timers = new EnumMap<>(StreamTimer.class);
  private int timerNumber;
  private boolean expecting;

  SimStreamSession(SimNode node, SessionId id) {
    super(node, id, node.world.machines.session(), node.world.journal);
  }

  /** One attempt is all there is, so what was asked for is asked again. */
  void recovered() {
    node.world.trace(node.name, "recovers ", key, " in ", state().phase());
    outstanding().forEach(this::carryOut);
    if (state().phase() == StreamSessionPhase.OVER) {
      // Whoever it was woken for is heard before.
      node.after(0, this::leaveIfIdle);
    } else if (state().asked().isPresent()) {
      expecting = true;
      node.known().ifPresent(this::expects);
      BackupAsked asked = state().asked().get();
      node.after(
          asked.terms().confirmation().toNanos(),
          () -> {
            if (expecting) {
              expecting = false;
              handle(lost(asked));
            }
          });
    }
  }

  /** The host is there in this life; whoever needs another one hears that it is over. */
  void expects(Incarnation life) {
    if (expecting) {
      expecting = false;
      BackupAsked asked = state().asked().orElseThrow();
      if (!asked.stamp().incarnation().equals(life)) {
        handle(lost(asked));
      }
    }
  }

  /** That its host lives anew, if this is known and the session may not have been told yet. */
  Optional<StreamSessionInput> missed() {
    return state()
        .asked()
        .filter(asked -> node.known().isPresent())
        .filter(asked -> !asked.stamp().incarnation().equals(node.known().orElseThrow()))
        .map(SimStreamSession::lost);
  }

  private static StreamSessionInput lost(BackupAsked asked) {
    return new StreamSessionInput.HostLost(asked.host(), asked.stamp().incarnation());
  }

  @Override
  protected void durable(
      StreamSessionInput input,
      StreamSession before,
      StreamSession after,
      List<StreamSessionEvent> events) {
    node.world.trace(node.name, key, " keeps ", events);
    node.world.see(new StreamFact.Kept(before, after));
  }

  @Override
  protected void applied(StreamSession before, List<StreamSessionEvent> events) {
    node.after(0, this::leaveIfIdle);
  }

  private void leaveIfIdle() {
    if (!isWriting() && !isOver() && state().phase() == StreamSessionPhase.OVER) {
      node.passivate(this);
    }
  }

  @Override
  protected void failed() {
    node.failed(this);
  }

  @Override
  protected void carryOut(StreamSessionEffect effect) {
    node.world.trace(node.name, key, " → ", effect);
    SimStreamHost host = node.world.host();
    switch (effect) {
      case StreamSessionEffect.AskHost ask -> {
        if (node.known().isPresent()) {
          node.world.network.send(
              node,
              host,
              () ->
                  host.ask(
                      ask.request(),
                      reply -> node.world.network.send(host, node, () -> said(reply))));
        }
      }
      case StreamSessionEffect.PassToHost pass -> node.pass(pass.request());
      case StreamSessionEffect.TellHost tell -> {
        if (node.known().isPresent()) {
          node.world.network.send(node, host, () -> host.tell(tell.told()));
        }
      }
      case StreamSessionEffect.StartStreamTimer start -> {
        int number = ++timerNumber;
        timers.put(start.timer(), number);
        node.after(
            start.after().toNanos(),
            () -> {
              if (timers.get(start.timer()) == number) {
                handle(new StreamSessionInput.LimitPassed(start.timer()));
              }
            });
      }
    }
  }

  private void said(StreamReply reply) {
    handle(new StreamSessionInput.HostSaid(reply));
  }

  @Override
  protected void answer(StreamSessionInput input, StreamSessionReply reply) {
    node.world.see(new StreamFact.Replied(key, reply));
    node.world
        .owner(key)
        .ifPresent(reader -> node.world.network.send(node, reader, () -> reader.hear(reply)));
  }
}
