package io.lull.coordinator;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.Recovery;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * What the actors of all kinds of sessions have in common: each is the shell of a machine. It gives
 * it what comes in, keeps the events, and only then has the effects carried out.
 *
 * <p>Whoever has just recovered a session takes it over before anything else is looked at.
 *
 * @param <M> what the actor is sent
 * @param <S> state
 * @param <I> input
 * @param <E> event
 * @param <F> effect
 * @param <R> reply
 */
abstract class SessionShell<M, S, I, E, F, R>
    extends EventSourcedBehaviorWithEnforcedReplies<M, E, S> {
  final Node node;
  private final Machine<S, I, Instant, E, F, R> machine;
  private final ShellEffects<M, I, F, R> effects;
  private final Runnable passivate;
  private boolean takingOver;
  private boolean stopping;
  private boolean leaving;

  SessionShell(
      PersistenceId id,
      Node node,
      Machine<S, I, Instant, E, F, R> machine,
      ShellEffects<M, I, F, R> effects,
      Runnable passivate) {
    super(id, node.afterFailedWrite());
    this.node = node;
    this.machine = machine;
    this.effects = effects;
    this.passivate = passivate;
  }

  /** Whose events are kept under this id, if it is a session of this kind. */
  static Optional<SessionId> sessionOf(EntityTypeKey<?> type, String persistenceId) {
    return PersistenceId.extractEntityType(persistenceId).equals(type.name())
        ? Optional.of(new SessionId(PersistenceId.extractEntityId(persistenceId)))
        : Optional.empty();
  }

  /** The events have been read; nobody has been told anything yet. */
  abstract void recovered(S state);

  /** Whether nothing is left to do, or nothing has been begun. */
  abstract boolean isIdle(S state);

  /** Has one effect carried out, in the limits that hold in this state. */
  abstract void carryOut(F effect, S state);

  /** Makes it speak for its session, before everything that has come meanwhile. */
  abstract M takeOver();

  /** Has it stop in good order. */
  abstract M stop();

  /** Makes sure that there is an actor of this session after this one. */
  abstract void wakeNext();

  /** The state is that of the session, by its events; whoever looks on may be told of it. */
  void isHere(S state) {}

  /** These events are durable; whoever looks on may be told of them. */
  void happened(S before, S after, List<E> events) {}

  /** No actor of the session is on this node any more. */
  void isGone() {}

  /** What has changed is durable, and nothing of it has been carried out yet. */
  void changed(S before, S after) {}

  /** Whether it may stop here now, and go on elsewhere. */
  boolean mayStop(S state) {
    return true;
  }

  /** A session is short and never snapshotted, so nobody need look for a snapshot of it. */
  @Override
  public final Recovery recovery() {
    return Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
  }

  @Override
  public final EventHandler<S, E> eventHandler() {
    return machine::apply;
  }

  @Override
  public final SignalHandler<S> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.class,
            (state, _) -> {
              effects.forget();
              takingOver = false;
              isHere(state);
              recovered(state);
            })
        .onSignal(PostStop.class, (_, _) -> isGone())
        .build();
  }

  /** While it takes its session over, everything else waits. */
  final boolean waits(M message) {
    return takingOver && !message.equals(takeOver());
  }

  final void takeOver(S state) {
    takingOver = true;
    effects.again(takeOver());
  }

  /** Has everything done that this state wants, before it is taken over under a higher epoch. */
  final void carryOutOutstanding(S state) {
    machine.outstanding(state, node.now()).forEach(effect -> carryOut(effect, state));
  }

  /** All that has been heard meanwhile is written at once: there may be thousands of writers. */
  final ReplyEffect<E, S> heard(S state) {
    List<I> answers = effects.takeHeard();
    return answers.isEmpty() ? Effect().noReply() : handle(state, answers);
  }

  final ReplyEffect<E, S> handle(S before, I input) {
    return handle(before, List.of(input));
  }

  final ReplyEffect<E, S> handle(S before, List<I> inputs) {
    return decided(before, machine.decideAll(before, inputs, node.now()));
  }

  final ReplyEffect<E, S> decided(S before, Decision<E, F, R> decision) {
    takingOver = false;
    return decision.events().isEmpty()
        ? Effect()
            .none()
            .thenRun(after -> act(before, after, decision))
            .thenNoReply()
            .thenUnstashAll()
        : Effect()
            .persist(decision.events())
            .thenRun(after -> act(before, after, decision))
            .thenNoReply()
            .thenUnstashAll();
  }

  private void act(S before, S after, Decision<E, F, R> decision) {
    happened(before, after, decision.events());
    changed(before, after);
    decision.effects().forEach(effect -> carryOut(effect, after));
    decision.replies().forEach(effects::answer);
    if (stopping) {
      effects.again(stop());
    } else {
      leaveIfIdle(after);
    }
  }

  private void leaveIfIdle(S state) {
    if (isIdle(state)) {
      leaving = true;
      passivate.run();
    }
  }

  final ReplyEffect<E, S> wake(S state) {
    leaveIfIdle(state);
    return Effect().noReply();
  }

  final ReplyEffect<E, S> stop(S state) {
    if (!mayStop(state)) {
      stopping = true;
      return Effect().noReply();
    }
    if (leaving && !isIdle(state)) {
      // Opened between its wish to leave and this: nobody would remember it, nor miss its
      // requester.
      wakeNext();
    }
    return Effect().stop().thenNoReply();
  }
}
