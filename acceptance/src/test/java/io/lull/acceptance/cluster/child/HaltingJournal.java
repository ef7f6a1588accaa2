package io.lull.acceptance.cluster.child;

import com.typesafe.config.Config;
import io.lull.acceptance.cluster.child.Halts.Halt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol.WriteMessages;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.jdbc.journal.JdbcAsyncWriteJournal;
import scala.PartialFunction;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * The journal of a node, which halts at the writes that {@link Halts} names.
 *
 * <p>It halts in front of the plug-in's own queue: a write that waits keeps no other waiting.
 */
public final class HaltingJournal extends JdbcAsyncWriteJournal {
  private static final String SESSION = "session|";

  private record Resumed(WriteMessages write) {}

  public HaltingJournal(Config config) {
    super(config);
  }

  @Override
  public void aroundReceive(PartialFunction<Object, BoxedUnit> receive, Object message) {
    switch (message) {
      case WriteMessages write -> admitted(write).ifPresent(now -> handle(receive, now));
      case Resumed(WriteMessages write) -> handle(receive, write);
      default -> handle(receive, message);
    }
  }

  private void handle(PartialFunction<Object, BoxedUnit> receive, Object message) {
    super.aroundReceive(receive, message);
  }

  /** The write itself, or one whose acknowledgement will wait, or nothing as it waits itself. */
  private Optional<WriteMessages> admitted(WriteMessages write) {
    List<PersistentRepr> events = events(write);
    String names = names(events);
    Optional<Halt> halt = halt(events, names);
    if (halt.isEmpty()) {
      return Optional.of(write);
    }
    return switch (halt.get().side()) {
      case AFTER ->
          Optional.of(
              with(
                  write,
                  context().actorOf(LateAnswer.props(halt.get(), names, write.persistentActor()))));
      case BEFORE -> {
        Halts.HERE.halted(
            halt.get(), names, () -> self().tell(new Resumed(write), ActorRef.noSender()));
        yield Optional.empty();
      }
    };
  }

  private static WriteMessages with(WriteMessages write, ActorRef asker) {
    return new WriteMessages(write.messages(), asker, write.actorInstanceId());
  }

  private static Optional<Halt> halt(List<PersistentRepr> events, String names) {
    return events.stream()
        .findFirst()
        .map(PersistentRepr::persistenceId)
        .filter(id -> id.startsWith(SESSION))
        .flatMap(id -> Halts.HERE.next(id.substring(SESSION.length()), names));
  }

  private static List<PersistentRepr> events(WriteMessages write) {
    List<PersistentRepr> events = new ArrayList<>();
    for (PersistentEnvelope envelope : CollectionConverters.asJava(write.messages())) {
      if (envelope instanceof AtomicWrite atomic) {
        events.addAll(CollectionConverters.asJava(atomic.payload()));
      }
    }
    return events;
  }

  private static String names(List<PersistentRepr> events) {
    return String.join(
        ",", events.stream().map(event -> event.payload().getClass().getSimpleName()).toList());
  }

  /**
   * Stands between journal and session, and keeps what the journal says until the end of a halt.
   */
  private static final class LateAnswer extends AbstractActor {
    private record Open() {}

    private final Halt halt;
    private final String events;
    private final ActorRef asker;
    private final List<Object> kept = new ArrayList<>();
    private boolean open;

    LateAnswer(Halt halt, String events, ActorRef asker) {
      this.halt = halt;
      this.events = events;
      this.asker = asker;
    }

    static Props props(Halt halt, String events, ActorRef asker) {
      return Props.create(LateAnswer.class, () -> new LateAnswer(halt, events, asker));
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder().match(Open.class, _ -> open()).matchAny(this::hear).build();
    }

    private void hear(Object said) {
      if (open) {
        asker.tell(said, sender());
        return;
      }
      if (kept.isEmpty()) {
        Halts.HERE.halted(halt, events, () -> self().tell(new Open(), ActorRef.noSender()));
      }
      kept.add(said);
    }

    private void open() {
      open = true;
      kept.forEach(said -> asker.tell(said, ActorRef.noSender()));
    }
  }
}
