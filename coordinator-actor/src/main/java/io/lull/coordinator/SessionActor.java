package io.lull.coordinator;

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
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEffect;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.Recovery;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * One backup session: the shell of its machine.
 *
 * <p>Whoever has just recovered it takes it over before anything else is looked at, unless it is
 * over, or its window is kept on this node: then the window's report comes first.
 */
final class SessionActor
    extends EventSourcedBehaviorWithEnforcedReplies<SessionMessage, SessionEvent, Session> {
  static final EntityTypeKey<SessionMessage> TYPE =
      EntityTypeKey.create(SessionMessage.class, "session");

  private final Machine<Session, SessionInput, Instant, SessionEvent, SessionEffect, SessionReply>
      machine;
  private final SessionId id;
  private final Node node;
  private final SessionEffects effects;
  private final Runnable passivate;
  private boolean takingOver;
  private boolean awaitsReport;
  private boolean stopping;
  private boolean leaving;

  /** Makes it speak for its session, before everything that has come meanwhile. */
  private static final Happened TAKE_OVER = new Happened(new SessionInput.TakeOver());

  private SessionActor(SessionId id, Node node, SessionEffects effects, Runnable passivate) {
    super(persistenceId(id), node.afterFailedWrite());
    this.machine = node.machines().session();
    this.id = id;
    this.node = node;
    this.effects = effects;
    this.passivate = passivate;
  }

  static Behavior<SessionMessage> create(
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

  /** Whose events are kept under this id, if it is a session's. */
  static Optional<SessionId> sessionOf(String persistenceId) {
    return PersistenceId.extractEntityType(persistenceId).equals(TYPE.name())
        ? Optional.of(new SessionId(PersistenceId.extractEntityId(persistenceId)))
        : Optional.empty();
  }

  @Override
  public Session emptyState() {
    return Session.fresh(id);
  }

  /** A session is short and never snapshotted, so nobody need look for a snapshot of it. */
  @Override
  public Recovery recovery() {
    return Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
  }

  @Override
  public EventHandler<Session, SessionEvent> eventHandler() {
    return machine::apply;
  }

  @Override
  public SignalHandler<Session> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.class, (session, _) -> recovered(session))
        .build();
  }

  @Override
  public CommandHandlerWithReply<SessionMessage, SessionEvent, Session> commandHandler() {
    return newCommandHandlerWithReplyBuilder()
        .forAnyState()
        .onCommand(message -> takingOver && !message.equals(TAKE_OVER), _ -> Effect().stash())
        .onCommand(Call.class, this::call)
        .onCommand(Attend.class, this::attend)
        .onCommand(Tell.class, (session, tell) -> handle(session, tell.told().input()))
        .onCommand(HandIn.class, this::handIn)
        .onCommand(Happened.class, (session, happened) -> handle(session, happened.input()))
        .onCommand(Heard.class, (session, _) -> heard(session))
        .onCommand(Unanswered.class, _ -> Effect().noReply())
        .onCommand(Wake.class, (session, _) -> wake(session))
        .onCommand(Stop.class, this::stop)
        .build();
  }

  private void recovered(Session session) {
    effects.forget();
    takingOver = false;
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
      takeOver(session);
    }
  }

  private void takeOver(Session session) {
    takingOver = true;
    carryOut(machine.outstanding(session, now()), session);
    effects.again(TAKE_OVER);
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
      effects.later(attend);
    } else {
      Fault silent =
          Fault.expected(
              Failure.HOST_UNREACHABLE,
              "the nodes " + awaited + " to say which hosts they are",
              "they are members of the cluster and silent");
      effects.answer(new SessionReply.Refused(verb.request(), silent));
    }
    return Effect().noReply();
  }

  /** All that has been heard meanwhile is written at once: a set may have thousands of writers. */
  private ReplyEffect<SessionEvent, Session> heard(Session session) {
    List<SessionInput> answers = effects.takeHeard();
    return answers.isEmpty() ? Effect().noReply() : handle(session, answers);
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

  private ReplyEffect<SessionEvent, Session> handle(Session before, SessionInput input) {
    return handle(before, List.of(input));
  }

  private ReplyEffect<SessionEvent, Session> handle(Session before, List<SessionInput> inputs) {
    takingOver = false;
    Decision<SessionEvent, SessionEffect, SessionReply> decision =
        machine.decideAll(before, inputs, now());
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

  private void act(
      Session before, Session after, Decision<SessionEvent, SessionEffect, SessionReply> decision) {
    if (before.phase() == SessionPhase.WINDOW_OPEN && after.phase() != SessionPhase.WINDOW_OPEN) {
      node.keeper().tell(new WindowKeeper.Forget(new WindowKeeper.Finished(id, before.epoch())));
      effects.resume();
      if (awaitsReport) {
        awaitsReport = false;
        takeOver(after);
      }
    }
    carryOut(decision.effects(), after);
    decision.replies().forEach(effects::answer);
    if (stopping) {
      effects.again(new Stop());
    } else {
      leaveIfIdle(after);
    }
  }

  private void leaveIfIdle(Session session) {
    if (isIdle(session)) {
      leaving = true;
      passivate.run();
    }
  }

  private static boolean isIdle(Session session) {
    return session.isOver() || session.phase() == SessionPhase.NEW;
  }

  private ReplyEffect<SessionEvent, Session> wake(Session session) {
    leaveIfIdle(session);
    return Effect().noReply();
  }

  private void carryOut(List<SessionEffect> wanted, Session session) {
    wanted.forEach(effect -> effects.carryOut(effect, session.policy().limits()));
  }

  /**
   * A window that is open here is finished here, and its report journaled, before anything moves.
   */
  private ReplyEffect<SessionEvent, Session> stop(Session session, Stop stop) {
    // Not asked of the keeper: it may not have heard of the window yet.
    if (session.phase() == SessionPhase.WINDOW_OPEN) {
      stopping = true;
      return Effect().noReply();
    }
    if (leaving && !isIdle(session)) {
      // Opened between its wish to leave and this: nobody would remember it, nor miss its
      // requester.
      node.shards().tell(new Wake(new Whom(id)));
    }
    return Effect().stop().thenNoReply();
  }

  private Instant now() {
    return node.now();
  }
}
