package io.lull.coordinator;

import io.lull.cluster.config.log.Subject;
import io.lull.coordinator.Directory.HostLost;
import io.lull.coordinator.SessionMessage.Attend;
import io.lull.coordinator.SessionMessage.Call;
import io.lull.coordinator.SessionMessage.HandIn;
import io.lull.coordinator.SessionMessage.Happened;
import io.lull.coordinator.SessionMessage.Heard;
import io.lull.coordinator.SessionMessage.Stop;
import io.lull.coordinator.SessionMessage.Tell;
import io.lull.coordinator.SessionMessage.Unanswered;
import io.lull.coordinator.SessionMessage.Wake;
import io.lull.coordinator.SessionMessage.Whom;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionMachine;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.SessionReply;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;

/**
 * One backup session: the shell of its machine.
 *
 * <p>Whoever has just recovered it takes it over before anything else is looked at, unless it is
 * over, or its window is kept on this node: then the window's report comes first.
 */
final class SessionActor
    extends SessionShell<
        SessionMessage, Session, SessionInput, SessionEvent, SessionEffect, SessionReply> {
  static final EntityTypeKey<SessionMessage> TYPE =
      EntityTypeKey.create(SessionMessage.class, "session");

  private final SessionId id;
  private final SessionEffects effects;
  private boolean awaitsReport;

  private static final Happened TAKE_OVER = new Happened(new SessionInput.TakeOver());

  private SessionActor(SessionId id, Node node, SessionEffects effects, Runnable passivate) {
    super(persistenceId(id), node, node.machines().session(), effects, passivate);
    this.id = id;
    this.effects = effects;
  }

  static Behavior<SessionMessage> create(
      SessionId id, Node node, ActorRef<ClusterSharding.ShardCommand> shard) {
    // What Pekko itself logs of a session bears its id too.
    return Behaviors.withMdc(SessionMessage.class, Subject.of(id).marks(), shell(id, node, shard));
  }

  private static Behavior<SessionMessage> shell(
      SessionId id, Node node, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(
        context -> {
          ActorRef<HostLost> lost =
              context.messageAdapter(
                  HostLost.class,
                  host -> new Happened(new SessionInput.HostLost(host.host(), host.fault())));
          node.directory().tell(new Directory.Listen(lost));
          return Behaviors.withTimers(
              timers ->
                  new SessionActor(
                      id,
                      node,
                      new SessionEffects(id, node, context, timers),
                      () -> shard.tell(new ClusterSharding.Passivate<>(context.getSelf()))));
        });
  }

  /** Under what a session's events are kept. */
  static PersistenceId persistenceId(SessionId id) {
    return PersistenceId.of(TYPE.name(), id.name());
  }

  @Override
  public Session emptyState() {
    return Session.fresh(id);
  }

  @Override
  public CommandHandlerWithReply<SessionMessage, SessionEvent, Session> commandHandler() {
    return newCommandHandlerWithReplyBuilder()
        .forAnyState()
        .onCommand(this::waits, _ -> Effect().stash())
        .onCommand(Call.class, this::call)
        .onCommand(Attend.class, this::attend)
        .onCommand(Tell.class, (session, tell) -> handle(session, tell.told().input()))
        .onCommand(HandIn.class, this::handIn)
        .onCommand(Happened.class, (session, happened) -> handle(session, happened.input()))
        .onCommand(Heard.class, (session, _) -> heard(session))
        .onCommand(Unanswered.class, _ -> Effect().noReply())
        .onCommand(Wake.class, (session, _) -> wake(session))
        .onCommand(Stop.class, (session, _) -> stop(session))
        .build();
  }

  @Override
  void recovered(Session session) {
    awaitsReport = false;
    if (session.phase() == SessionPhase.NEW) {
      return;
    }
    if (session.isOver()) {
      // There is nothing to take over; whoever called is heard first, and then it goes again.
      effects.again(new Wake(new Whom(id)));
      return;
    }
    awaitsReport = node.windows().haveThatOf(session);
    if (!awaitsReport) {
      thawAndTakeOver(session);
    }
  }

  /** Whoever may stand still is told to run before anything is written: that is always safe. */
  private void thawAndTakeOver(Session session) {
    carryOutOutstanding(session);
    takeOver(session);
  }

  @Override
  SessionMessage takeOver() {
    return TAKE_OVER;
  }

  private ReplyEffect<SessionEvent, Session> call(Session session, Call call) {
    if (!(call.verb().input() instanceof Verb verb)) {
      return Effect().noReply();
    }
    effects.expect(verb.request(), call.replyTo());
    Duration patience = session.policy().limits().identify();
    return attend(session, new Attend(verb, node.uptime().plus(patience)));
  }

  /** Nothing is called everything before all hosts have said what they have. */
  private ReplyEffect<SessionEvent, Session> attend(Session session, Attend attend) {
    Verb verb = attend.verb();
    Set<Address> awaited = node.awaitedFor(verb);
    if (awaited.isEmpty()) {
      return handle(session, node.hosts().get().completed(verb));
    }
    if (node.uptime().isBefore(attend.until())) {
      effects.later(verb.request(), attend);
      return Effect().noReply();
    }
    return decided(session, SessionMachine.refuse(session, verb, Hosts.silent(awaited)));
  }

  private ReplyEffect<SessionEvent, Session> handIn(Session session, HandIn handIn) {
    WindowKeeper.Finished window =
        new WindowKeeper.Finished(id, handIn.reported().report().epoch());
    boolean awaited =
        session.phase() == SessionPhase.WINDOW_OPEN && session.epoch().equals(window.epoch());
    if (!awaited) {
      handIn.keeper().tell(new WindowKeeper.Forget(window));
      return Effect().noReply();
    }
    return handle(session, new SessionInput.WindowReported(handIn.reported().report()));
  }

  @Override
  void isHere(Session session) {
    node.onlooker().isHere(session);
  }

  @Override
  void happened(Session before, Session after, List<SessionEvent> events) {
    node.onlooker().happened(before, after, events, node.now());
  }

  @Override
  void isGone() {
    node.onlooker().isGone(id);
  }

  @Override
  void changed(Session before, Session after) {
    if (before.phase() == SessionPhase.WINDOW_OPEN && after.phase() != SessionPhase.WINDOW_OPEN) {
      node.keeper().tell(new WindowKeeper.Forget(new WindowKeeper.Finished(id, before.epoch())));
      effects.resume();
      if (awaitsReport) {
        awaitsReport = false;
        thawAndTakeOver(after);
      }
    }
  }

  @Override
  void carryOut(SessionEffect effect, Session session) {
    effects.carryOut(effect, session.policy().limits());
  }

  @Override
  boolean isIdle(Session session) {
    return session.isOver() || session.phase() == SessionPhase.NEW;
  }

  /**
   * A window that is open here is finished here, and its report journaled, before anything moves.
   */
  @Override
  boolean mayStop(Session session) {
    // Not asked of the keeper: it may not have heard of the window yet.
    return session.phase() != SessionPhase.WINDOW_OPEN;
  }

  @Override
  SessionMessage stop() {
    return new Stop();
  }

  @Override
  void wakeNext() {
    node.shards().tell(new Wake(new Whom(id)));
  }
}
