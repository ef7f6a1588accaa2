package io.lull.coordinator;

import io.lull.cluster.config.log.Subject;
import io.lull.coordinator.Directory.HostLost;
import io.lull.coordinator.RestoreMessage.Attend;
import io.lull.coordinator.RestoreMessage.CallRestore;
import io.lull.coordinator.RestoreMessage.Happened;
import io.lull.coordinator.RestoreMessage.Heard;
import io.lull.coordinator.RestoreMessage.Stop;
import io.lull.coordinator.RestoreMessage.Unanswered;
import io.lull.coordinator.RestoreMessage.WakeRestore;
import io.lull.coordinator.SessionMessage.Whom;
import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.restore.Restore;
import io.lull.protocol.restore.RestoreEffect;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestoreInput.GatherWriterMetadata;
import io.lull.protocol.restore.RestoreInput.Verb;
import io.lull.protocol.restore.RestoreMachine;
import io.lull.protocol.restore.RestorePhase;
import io.lull.protocol.restore.RestoreReply;
import io.lull.protocol.restore.RestoreTerms;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;

/** One restore: the shell of its machine. */
final class RestoreActor
    extends SessionShell<
        RestoreMessage, Restore, RestoreInput, RestoreEvent, RestoreEffect, RestoreReply> {
  static final EntityTypeKey<RestoreMessage> TYPE =
      EntityTypeKey.create(RestoreMessage.class, "restore");

  private static final Happened TAKE_OVER = new Happened(new RestoreInput.TakeOver());

  private final SessionId id;
  private final RestoreEffects effects;

  private RestoreActor(SessionId id, Node node, RestoreEffects effects, Runnable passivate) {
    super(persistenceId(id), node, node.machines().restore(), effects, passivate);
    this.id = id;
    this.effects = effects;
  }

  static Behavior<RestoreMessage> create(
      SessionId id, Node node, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.withMdc(RestoreMessage.class, Subject.of(id).marks(), shell(id, node, shard));
  }

  private static Behavior<RestoreMessage> shell(
      SessionId id, Node node, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(
        context -> {
          ActorRef<HostLost> lost =
              context.messageAdapter(
                  HostLost.class,
                  host -> new Happened(new RestoreInput.HostLost(host.host(), host.life())));
          node.directory().tell(new Directory.Listen(lost));
          return Behaviors.withTimers(
              timers ->
                  new RestoreActor(
                      id,
                      node,
                      new RestoreEffects(node, context, timers),
                      () -> shard.tell(new ClusterSharding.Passivate<>(context.getSelf()))));
        });
  }

  /** Under what a restore's events are kept. */
  static PersistenceId persistenceId(SessionId id) {
    return PersistenceId.of(TYPE.name(), id.name());
  }

  @Override
  public Restore emptyState() {
    return Restore.unused(id);
  }

  @Override
  public CommandHandlerWithReply<RestoreMessage, RestoreEvent, Restore> commandHandler() {
    return newCommandHandlerWithReplyBuilder()
        .forAnyState()
        .onCommand(this::waits, _ -> Effect().stash())
        .onCommand(CallRestore.class, this::call)
        .onCommand(Attend.class, this::attend)
        .onCommand(Happened.class, (restore, happened) -> handle(restore, happened.input()))
        .onCommand(Heard.class, (restore, _) -> heard(restore))
        .onCommand(Unanswered.class, _ -> Effect().noReply())
        .onCommand(WakeRestore.class, (restore, _) -> wake(restore))
        .onCommand(Stop.class, (restore, _) -> stop(restore))
        .build();
  }

  @Override
  void happened(Restore before, Restore after, List<RestoreEvent> events) {
    node.onlooker().happened(before, after);
  }

  @Override
  void recovered(Restore restore) {
    if (restore.phase() != RestorePhase.NEW) {
      takeOver(restore);
    }
  }

  @Override
  RestoreMessage takeOver() {
    return TAKE_OVER;
  }

  private ReplyEffect<RestoreEvent, Restore> call(Restore restore, CallRestore call) {
    if (!(call.verb().input() instanceof Verb verb)) {
      return Effect().noReply();
    }
    effects.expect(verb.request(), call.replyTo());
    if (verb instanceof GatherWriterMetadata gather) {
      Duration patience = limits(restore).identify();
      return attend(restore, new Attend(gather, node.uptime().plus(patience)));
    }
    return handle(restore, verb);
  }

  /** No writer is said not to run before the hosts of the backup have said what they have. */
  private ReplyEffect<RestoreEvent, Restore> attend(Restore restore, Attend attend) {
    GatherWriterMetadata verb = attend.verb();
    Set<Address> awaited = node.awaitedFor(hosts(restore));
    if (awaited.isEmpty()) {
      return handle(
          restore, new GatherWriterMetadata(verb.request(), node.hosts().get().writers()));
    }
    if (node.uptime().isBefore(attend.until())) {
      effects.later(verb.request(), attend);
      return Effect().noReply();
    }
    return decided(restore, RestoreMachine.refuse(restore, verb, Hosts.silent(awaited)));
  }

  private static Set<HostId> hosts(Restore restore) {
    return restore
        .terms()
        .map(RestoreTerms::document)
        .map(BackupDocument::writers)
        .map(writers -> writers.keySet().stream().map(WriterId::host).collect(Collectors.toSet()))
        .orElse(Set.of());
  }

  private static Limits limits(Restore restore) {
    return restore.terms().map(RestoreTerms::limits).orElseGet(Limits::defaults);
  }

  @Override
  void carryOut(RestoreEffect effect, Restore restore) {
    effects.carryOut(effect, limits(restore));
  }

  @Override
  boolean isIdle(Restore restore) {
    return restore.phase() == RestorePhase.RELEASED || restore.phase() == RestorePhase.NEW;
  }

  @Override
  RestoreMessage stop() {
    return new Stop();
  }

  @Override
  void wakeNext() {
    node.shards().tell(new WakeRestore(new Whom(id)));
  }
}
