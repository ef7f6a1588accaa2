package io.lull.coordinator;

import io.lull.cluster.config.log.Subject;
import io.lull.coordinator.Directory.HostLost;
import io.lull.coordinator.SessionMessage.Whom;
import io.lull.coordinator.StreamMessage.CallStream;
import io.lull.coordinator.StreamMessage.Happened;
import io.lull.coordinator.StreamMessage.PassStream;
import io.lull.coordinator.StreamMessage.Stop;
import io.lull.coordinator.StreamMessage.TellStreamSession;
import io.lull.coordinator.StreamMessage.Unanswered;
import io.lull.coordinator.StreamMessage.WakeStream;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.stream.session.StreamSession;
import io.lull.protocol.stream.session.StreamSessionEffect;
import io.lull.protocol.stream.session.StreamSessionEffect.PassToHost;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupAsked;
import io.lull.protocol.stream.session.StreamSessionInput;
import io.lull.protocol.stream.session.StreamSessionMachine;
import io.lull.protocol.stream.session.StreamSessionPhase;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.stream.session.StreamTerms;
import io.lull.protocol.stream.session.StreamVerb;
import io.lull.protocol.stream.session.StreamVerb.BeginBackup;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;

/** The session of one stream: the shell of its machine. */
final class StreamSessionActor
    extends SessionShell<
        StreamMessage,
        StreamSession,
        StreamSessionInput,
        StreamSessionEvent,
        StreamSessionEffect,
        StreamSessionReply> {
  static final EntityTypeKey<StreamMessage> TYPE =
      EntityTypeKey.create(StreamMessage.class, "stream");

  private final SessionId id;
  private final Limits limits;
  private final StreamSessionEffects effects;
  private final ActorRef<HostLost> lost;

  private StreamSessionActor(
      SessionId id,
      Node node,
      Limits limits,
      StreamSessionEffects effects,
      ActorRef<HostLost> lost,
      Runnable passivate) {
    super(persistenceId(id), node, new StreamSessionMachine(), effects, passivate);
    this.id = id;
    this.limits = limits;
    this.lost = lost;
    this.effects = effects;
  }

  static Behavior<StreamMessage> create(
      SessionId id, Node node, Limits limits, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.withMdc(
        StreamMessage.class, Subject.of(id).marks(), shell(id, node, limits, shard));
  }

  private static Behavior<StreamMessage> shell(
      SessionId id, Node node, Limits limits, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(
        context -> {
          ActorRef<HostLost> lost =
              context.messageAdapter(
                  HostLost.class,
                  host -> new Happened(new StreamSessionInput.HostLost(host.host(), host.life())));
          node.directory().tell(new Directory.Listen(lost));
          return Behaviors.withTimers(
              timers ->
                  new StreamSessionActor(
                      id,
                      node,
                      limits,
                      new StreamSessionEffects(node, context, timers),
                      lost,
                      () -> shard.tell(new ClusterSharding.Passivate<>(context.getSelf()))));
        });
  }

  /** Under what a stream's events are kept. */
  static PersistenceId persistenceId(SessionId id) {
    return PersistenceId.of(TYPE.name(), id.name());
  }

  @Override
  public StreamSession emptyState() {
    return StreamSession.unused(id);
  }

  @Override
  public CommandHandlerWithReply<StreamMessage, StreamSessionEvent, StreamSession>
      commandHandler() {
    return newCommandHandlerWithReplyBuilder()
        .forAnyState()
        .onCommand(CallStream.class, this::call)
        .onCommand(PassStream.class, this::pass)
        .onCommand(TellStreamSession.class, this::told)
        .onCommand(Happened.class, (stream, happened) -> handle(stream, happened.input()))
        .onCommand(Unanswered.class, _ -> Effect().noReply())
        .onCommand(WakeStream.class, (stream, _) -> wake(stream))
        .onCommand(Stop.class, (stream, _) -> stop(stream))
        .build();
  }

  @Override
  void happened(StreamSession before, StreamSession after, List<StreamSessionEvent> events) {
    node.onlooker().happened(before, after);
  }

  /** One attempt is all there is, so nothing is taken over: what was asked for is asked again. */
  @Override
  void recovered(StreamSession stream) {
    carryOutOutstanding(stream);
    if (stream.phase() == StreamSessionPhase.OVER) {
      effects.again(takeOver());
    } else {
      stream.asked().ifPresent(this::expect);
    }
  }

  /** The life that the stream needs may have ended while nobody was here to hear of it. */
  private void expect(BackupAsked asked) {
    node.directory()
        .tell(
            new Directory.Expect(
                // As long as a host waits for whoever is silent; then it has ended the stream too.
                asked.host(), asked.stamp().incarnation(), asked.terms().confirmation(), lost));
  }

  @Override
  StreamMessage takeOver() {
    return new WakeStream(new Whom(id));
  }

  private ReplyEffect<StreamSessionEvent, StreamSession> call(
      StreamSession stream, CallStream call) {
    if (!(call.verb().input() instanceof StreamVerb verb)) {
      return Effect().noReply();
    }
    effects.expect(verb.request(), call.replyTo());
    return handle(stream, verb instanceof BeginBackup begin ? completed(begin) : verb);
  }

  /** What a requester says of terms counts for nothing. */
  private BeginBackup completed(BeginBackup begin) {
    return new BeginBackup(
        begin.request(),
        begin.host(),
        begin.instance(),
        begin.kind(),
        node.hosts()
            .get()
            .host(begin.host())
            .map(
                host ->
                    new StreamTerms(
                        host.presence().incarnation(),
                        limits.prepareForBackup(),
                        limits.requesterLease())));
  }

  private ReplyEffect<StreamSessionEvent, StreamSession> pass(
      StreamSession stream, PassStream pass) {
    if (!(pass.verb().input() instanceof StreamVerb.PassOn verb)) {
      return Effect().noReply();
    }
    effects.passes(verb.request(), pass.replyTo());
    // Whoever calls is to hear what became of his stream, not that a new life knows nothing of it.
    return handle(
        stream,
        missed(stream)
            .<List<StreamSessionInput>>map(lost -> List.of(lost, verb))
            .orElse(List.of(verb)));
  }

  /** That its host lives anew, if this is known and the session may not have been told yet. */
  private Optional<StreamSessionInput.HostLost> missed(StreamSession stream) {
    return stream
        .asked()
        .filter(
            asked ->
                node.hosts()
                    .get()
                    .host(asked.host())
                    .map(host -> host.presence().incarnation())
                    .filter(life -> !life.equals(asked.stamp().incarnation()))
                    .isPresent())
        .map(asked -> new StreamSessionInput.HostLost(asked.host(), asked.stamp().incarnation()));
  }

  private ReplyEffect<StreamSessionEvent, StreamSession> told(
      StreamSession stream, TellStreamSession told) {
    return told.told().input() instanceof StreamSessionInput.HostReported report
        ? handle(stream, report)
        : Effect().noReply();
  }

  /** While a stream lasts its host may only not be known yet, and one that is gone ends it. */
  @Override
  void carryOut(StreamSessionEffect effect, StreamSession stream) {
    if (effect instanceof PassToHost pass
        && !isIdle(stream)
        && node.hosts().get().host(pass.host()).isEmpty()) {
      effects.passLater(pass.request());
    } else {
      effects.carryOut(effect, limits);
    }
  }

  @Override
  boolean isIdle(StreamSession stream) {
    return stream.phase() == StreamSessionPhase.OVER || stream.phase() == StreamSessionPhase.NEW;
  }

  /** Whoever waited for the host of a stream that is over is told so first. */
  @Override
  boolean mayStop(StreamSession stream) {
    return !isIdle(stream) || !effects.passesLater();
  }

  @Override
  StreamMessage stop() {
    return new Stop();
  }

  @Override
  void wakeNext() {
    node.shards().tell(new WakeStream(new Whom(id)));
  }
}
