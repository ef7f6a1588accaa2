package io.lull.cluster.config.journal;

import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.settings.NodeConfig;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.slot.SlotEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.DeleteEventsCompleted;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/** The smallest entity that can be checked: it numbers its events, and its state is the last. */
final class Notebook extends EventSourcedBehavior<Notebook.Command, SlotEvent, SlotEvent> {
  private static final SlotEvent EMPTY =
      new SlotEvent.Released(new SessionId("none"), new SetId("none"));

  /** What the entity can be told. */
  sealed interface Command {
    /** Write so many more events, all at once, and answer the number of the last. */
    record Write(int events, ActorRef<Long> replyTo) implements Command {}

    /** Answer the number of the last event. */
    record Last(ActorRef<Long> replyTo) implements Command {}
  }

  private final int snapshotEvery;
  private final Consumer<Long> deleted;

  private Notebook(String name, int snapshotEvery, Consumer<Long> deleted) {
    super(
        PersistenceId.ofUniqueId(name),
        SupervisorStrategy.restartWithBackoff(Duration.ofMillis(50), Duration.ofMillis(200), 0.0));
    this.snapshotEvery = snapshotEvery;
    this.deleted = deleted;
  }

  static Behavior<Command> of(String name) {
    return new Notebook(name, 0, last -> {});
  }

  /**
   * Keeps a snapshot after every few events, and deletes what came before the one before.
   *
   * @param deleted is told the last event that was deleted, some time after the write
   */
  static Behavior<Command> forgetting(String name, int snapshotEvery, Consumer<Long> deleted) {
    return new Notebook(name, snapshotEvery, deleted);
  }

  static SlotEvent event(long number) {
    return new SlotEvent.Taken(
        new SlotEpoch(number), new SessionId("s" + number), new SetId("set"), Instant.EPOCH);
  }

  static long number(Object event) {
    return event instanceof SlotEvent.Taken taken ? taken.slot().number() : 0;
  }

  @Override
  public SlotEvent emptyState() {
    return EMPTY;
  }

  @Override
  public CommandHandler<Command, SlotEvent, SlotEvent> commandHandler() {
    return (state, command) ->
        switch (command) {
          case Command.Last(ActorRef<Long> replyTo) ->
              Effect().none().thenRun(() -> replyTo.tell(number(state)));
          case Command.Write(int events, ActorRef<Long> replyTo) ->
              Effect()
                  .persist(
                      java.util.stream.LongStream.rangeClosed(
                              number(state) + 1, number(state) + events)
                          .mapToObj(Notebook::event)
                          .toList())
                  .thenRun(after -> replyTo.tell(number(after)));
        };
  }

  @Override
  public EventHandler<SlotEvent, SlotEvent> eventHandler() {
    return (state, event) -> {
      if (number(event) != number(state) + 1) {
        throw new IllegalStateException(
            "expected event " + (number(state) + 1) + ", but got " + number(event));
      }
      return event;
    };
  }

  @Override
  public SignalHandler<SlotEvent> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(
            DeleteEventsCompleted.class, (state, signal) -> deleted.accept(signal.toSequenceNr()))
        .build();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return snapshotEvery == 0
        ? RetentionCriteria.disabled()
        : RetentionCriteria.snapshotEvery(snapshotEvery, 1).withDeleteEventsOnSnapshot();
  }

  /**
   * A process that writes until it is killed: a line for each event that was acknowledged to it.
   *
   * <p>Arguments: the settings, and how many entities write at once.
   */
  public static void main(String[] arguments) {
    ActorSystem<Long> system =
        ActorSystem.create(
            Behaviors.ignore(), "writer", NodeConfig.of(ConfigFactory.parseString(arguments[0])));
    try {
      Journal.get(system);
    } catch (JournalException refused) {
      System.out.println("refused " + refused.getMessage());
      system.terminate();
      return;
    }
    for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
      String name = "notebook-" + i;
      system.systemActorOf(
          Behaviors.<Long>setup(
              context -> {
                ActorRef<Command> notebook = context.spawn(of(name), "notebook");
                notebook.tell(new Command.Write(1, context.getSelf()));
                return Behaviors.receiveMessage(
                    last -> {
                      System.out.println("kept " + name + " " + last);
                      notebook.tell(new Command.Write(1, context.getSelf()));
                      return Behaviors.same();
                    });
              }),
          name,
          org.apache.pekko.actor.typed.Props.empty());
    }
  }
}
