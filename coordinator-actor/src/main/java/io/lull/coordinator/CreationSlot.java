package io.lull.coordinator;

import io.lull.coordinator.SessionMessage.ToSession;
import io.lull.protocol.id.HostId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.slot.Slot;
import io.lull.protocol.slot.SlotEffect;
import io.lull.protocol.slot.SlotEvent;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.slot.SlotPhase;
import io.lull.protocol.slot.SlotReply;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import java.time.Duration;
import java.time.Instant;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/** One host's creation slot: the shell of its machine. */
final class CreationSlot extends EventSourcedBehavior<SlotMessage, SlotEvent, Slot> {
  static final EntityTypeKey<SlotMessage> TYPE = EntityTypeKey.create(SlotMessage.class, "slot");

  /** A slot lives as long as its host, so what it replays must not grow with every set. */
  static final int EVENTS_TO_REPLAY = 64;

  // Whoever backs a host up at short intervals should find its slot awake.
  private static final Duration AWAKE = Duration.ofMinutes(1);

  private final Machine<Slot, SlotInput, Instant, SlotEvent, SlotEffect, SlotReply> machine;
  private final HostId host;
  private final Node node;
  private final Limits limits;
  private final TimerScheduler<SlotMessage> timers;
  private final Runnable passivate;

  private CreationSlot(
      HostId host,
      Node node,
      Limits limits,
      TimerScheduler<SlotMessage> timers,
      Runnable passivate) {
    super(PersistenceId.of(TYPE.name(), host.name()), node.afterFailedWrite());
    this.machine = node.machines().slot();
    this.host = host;
    this.node = node;
    this.limits = limits;
    this.timers = timers;
    this.passivate = passivate;
  }

  static Behavior<SlotMessage> create(
      HostId host, Node node, Limits limits, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new CreationSlot(
                        host,
                        node,
                        limits,
                        timers,
                        () -> shard.tell(new ClusterSharding.Passivate<>(context.getSelf())))));
  }

  @Override
  public Slot emptyState() {
    return Slot.unused(host, limits.slotLease());
  }

  @Override
  public CommandHandler<SlotMessage, SlotEvent, Slot> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(SlotMessage.Tell.class, (slot, tell) -> handle(slot, tell.told().input()))
        .onCommand(SlotMessage.Due.class, (slot, due) -> handle(slot, due.input()))
        .onCommand(SlotMessage.Idle.class, this::idle)
        .onCommand(SlotMessage.Stop.class, _ -> Effect().stop())
        .build();
  }

  @Override
  public EventHandler<Slot, SlotEvent> eventHandler() {
    return machine::apply;
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(EVENTS_TO_REPLAY, 1);
  }

  /** The lease is a setting and not a fact: what holds is the one of today. */
  @Override
  public SnapshotAdapter<Slot> snapshotAdapter() {
    return new SnapshotAdapter<>() {
      @Override
      public Object toJournal(Slot slot) {
        return slot;
      }

      @Override
      public Slot fromJournal(Object kept) {
        Slot slot = (Slot) kept;
        return new Slot(
            slot.host(), limits.slotLease(), slot.newest(), slot.holding(), slot.ended());
      }
    };
  }

  @Override
  public SignalHandler<Slot> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            RecoveryCompleted.class,
            (slot, _) -> {
              machine.outstanding(slot, node.now()).forEach(this::carryOut);
              sleepLater(slot);
            })
        .build();
  }

  private Effect<SlotEvent, Slot> idle(Slot slot, SlotMessage.Idle idle) {
    if (slot.phase() == SlotPhase.FREE) {
      passivate.run();
    }
    return Effect().none();
  }

  /** A slot that nobody holds leaves the memory, but not at once. */
  private void sleepLater(Slot slot) {
    if (slot.phase() == SlotPhase.FREE) {
      timers.startSingleTimer(AWAKE, new SlotMessage.Idle(), AWAKE);
    }
  }

  private Effect<SlotEvent, Slot> handle(Slot slot, SlotInput input) {
    Decision<SlotEvent, SlotEffect, SlotReply> decision = machine.decide(slot, input, node.now());
    return decision.events().isEmpty()
        ? Effect().none().thenRun(after -> act(after, decision))
        : Effect().persist(decision.events()).thenRun(after -> act(after, decision));
  }

  private void act(Slot slot, Decision<SlotEvent, SlotEffect, SlotReply> decision) {
    decision.effects().forEach(this::carryOut);
    for (SlotReply reply : decision.replies()) {
      node.shards()
          .tell(
              new SessionMessage.Tell(
                  new ToSession(reply.session(), new SessionInput.SlotSaid(reply))));
    }
    sleepLater(slot);
  }

  private void carryOut(SlotEffect effect) {
    switch (effect) {
      case SlotEffect.AskOwner ask ->
          node.shards()
              .tell(
                  new SessionMessage.Tell(
                      new ToSession(
                          ask.session(), new SessionInput.SlotQuestioned(ask.host(), ask.slot()))));
      case SlotEffect.StartSlotTimer start ->
          timers.startSingleTimer(
              host,
              new SlotMessage.Due(new SlotInput.SlotDue(start.slot(), start.unanswered())),
              start.after());
    }
  }
}
