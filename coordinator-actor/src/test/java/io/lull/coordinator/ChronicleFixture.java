package io.lull.coordinator;

import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.settings.NodeConfig;
import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.Chain;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.certificate.Participants;
import io.lull.protocol.certificate.SetInstant;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.value.Sorted;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.PersistenceId;
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
    write(SessionActor.persistenceId(session), List.of(events));
  }

  /** As {@link #write(SessionId, SessionEvent...)}, of a restore. */
  void write(SessionId restore, RestoreEvent... events) {
    write(RestoreActor.persistenceId(restore), List.of(events));
  }

  /** As {@link #write(SessionId, SessionEvent...)}, of a stream. */
  void write(SessionId stream, StreamSessionEvent... events) {
    write(StreamSessionActor.persistenceId(stream), List.of(events));
  }

  /** A certificate without writers and providers, as good as any for who only keeps it. */
  static Certificate certificate(SetId set) {
    return new Certificate(
        set,
        Epoch.FIRST,
        Grade.APPLICATION,
        SetInstant.COMMON,
        new Participants(List.of(), List.of()),
        List.of(),
        Chain.ofHolds(set, Epoch.FIRST, List.of()),
        List.of(),
        Chain.ofReceipts(set, Epoch.FIRST, List.of()),
        List.of(),
        Sorted.set(Set.of()));
  }

  private void write(PersistenceId id, List<?> events) {
    TestProbe<Boolean> done = kit.createTestProbe();
    ActorRef<Append> pen = kit.spawn(new Pen(id));
    pen.tell(new Append(List.copyOf(events), done.getRef()));
    done.receiveMessage(Duration.ofSeconds(30));
    kit.stop(pen);
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }

  private record Append(List<Object> events, ActorRef<Boolean> done) {}

  private static final class Pen extends EventSourcedBehavior<Append, Object, Boolean> {
    private Pen(PersistenceId id) {
      super(id);
    }

    @Override
    public Boolean emptyState() {
      return true;
    }

    @Override
    public CommandHandler<Append, Object, Boolean> commandHandler() {
      return (_, append) ->
          Effect().persist(append.events()).thenRun(_ -> append.done().tell(true));
    }

    @Override
    public EventHandler<Boolean, Object> eventHandler() {
      return (_, _) -> true;
    }
  }
}
