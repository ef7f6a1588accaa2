package io.lull.coordinator;

import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.settings.NodeConfig;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/** A node with the embedded journal, in which a test writes events as sessions do. */
final class ChronicleFixture implements AutoCloseable {
  final ActorTestKit kit;

  ChronicleFixture(Path directory) {
    kit =
        ActorTestKit.create(
            "chronicle",
            NodeConfig.of(
                ConfigFactory.parseString(
                    "lull.journal.embedded.file = \""
                        + directory.resolve("journal.db")
                        + "\"\npekko.remote.artery.canonical.port = 0")));
  }

  /** Appends these events to a session, and comes back when they are durable. */
  void write(SessionId session, SessionEvent... events) {
    TestProbe<Boolean> done = kit.createTestProbe();
    ActorRef<Append> pen = kit.spawn(new Pen(session));
    pen.tell(new Append(List.of(events), done.getRef()));
    done.receiveMessage(Duration.ofSeconds(30));
    kit.stop(pen);
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }

  private record Append(List<SessionEvent> events, ActorRef<Boolean> done) {}

  private static final class Pen extends EventSourcedBehavior<Append, SessionEvent, Boolean> {
    private Pen(SessionId session) {
      super(SessionActor.persistenceId(session));
    }

    @Override
    public Boolean emptyState() {
      return true;
    }

    @Override
    public CommandHandler<Append, SessionEvent, Boolean> commandHandler() {
      return (_, append) ->
          Effect().persist(append.events()).thenRun(_ -> append.done().tell(true));
    }

    @Override
    public EventHandler<Boolean, SessionEvent> eventHandler() {
      return (_, _) -> true;
    }
  }
}
