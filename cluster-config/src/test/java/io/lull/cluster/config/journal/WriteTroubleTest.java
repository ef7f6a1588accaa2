package io.lull.cluster.config.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lull.cluster.config.settings.NodeConfig;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.slot.SlotEvent;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.actor.ActorIdentity;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Identify;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.pattern.CircuitBreakerOpenException;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageFailure;
import org.apache.pekko.persistence.JournalProtocol.WriteMessageSuccess;
import org.apache.pekko.persistence.JournalProtocol.WriteMessages;
import org.apache.pekko.persistence.JournalProtocol.WriteMessagesFailed;
import org.apache.pekko.persistence.JournalProtocol.WriteMessagesSuccessful$;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentEnvelope;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.testkit.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.collection.immutable.Seq;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;

/** What the settings for a journal in trouble do to those who write. */
class WriteTroubleTest {
  private static final FiniteDuration LONG = FiniteDuration.apply(60, "s");
  private static final SlotEvent EVENT =
      new SlotEvent.Released(new SessionId("none"), new SetId("none"));
  private static final int WRITES = 6000;
  private static final String AWAY = "ALTER TABLE event_journal RENAME TO away";
  private static final String BACK = "ALTER TABLE away RENAME TO event_journal";

  private static PostgresServer server;
  private Connection database;
  private ActorTestKit kit;
  private String url;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void createDatabase() throws SQLException {
    url = server.freshDatabase();
    database = PostgresServer.connect(url);
  }

  @AfterEach
  void stop() throws SQLException {
    database.close();
    kit.shutdownTestKit();
  }

  private void start(String journal) {
    kit =
        ActorTestKit.create(
            "journal",
            NodeConfig.of(
                ConfigFactory.parseString(
                    """
                    pekko.remote.artery.canonical.port = 0
                    lull.journal { profile = postgres, postgres.url = "%s" }
                    lull.journal { %s }
                    """
                        .formatted(url, journal))));
    Journal.get(kit.system());
  }

  private TestProbe probe() {
    return new TestProbe(Adapter.toClassic(kit.system()));
  }

  /** Begins to write an event of an entity, and gives the probe that hears of it. */
  private TestProbe writing(String entity) {
    TestProbe probe = probe();
    write(entity, probe);
    return probe;
  }

  private void write(String entity, TestProbe probe) {
    PersistentRepr event =
        PersistentRepr.apply(EVENT, 1, entity, "", false, ActorRef.noSender(), "w");
    PersistentEnvelope write = new AtomicWrite(sequence(event));
    journal().tell(new WriteMessages(sequence(write), probe.ref(), 1), probe.ref());
  }

  private ActorRef journal() {
    return Persistence.get(Adapter.toClassic(kit.system())).journalFor("", ConfigFactory.empty());
  }

  private static <T> Seq<T> sequence(T one) {
    return CollectionConverters.asScala(List.of(one)).toSeq();
  }

  /** Why a write failed; empty if it did not. */
  private static Optional<Throwable> failure(TestProbe writing) {
    Object heard = writing.receiveOne(LONG);
    while (heard instanceof WriteMessageSuccess || heard instanceof WriteMessageFailure) {
      heard = writing.receiveOne(LONG);
    }
    return switch (heard) {
      case WriteMessagesFailed failed -> Optional.of(failed.cause());
      case WriteMessagesSuccessful$ _ -> Optional.empty();
      case Object other -> throw new AssertionError("expected an outcome, but got " + other);
      case null -> throw new AssertionError("expected an outcome within " + LONG);
    };
  }

  private void execute(String statement) throws SQLException {
    database.createStatement().execute(statement);
  }

  @Test
  void after_so_many_failures_writes_are_refused_at_once() throws SQLException {
    start("breaker { failures = 2, reset = 1 h }");
    execute(AWAY);

    assertThat(failure(writing("a"))).get().isInstanceOf(SQLException.class);
    assertThat(failure(writing("b"))).get().isInstanceOf(SQLException.class);
    execute(BACK);

    assertThat(failure(writing("c"))).get().isInstanceOf(CircuitBreakerOpenException.class);
  }

  @Test
  void once_the_pause_is_over_a_write_is_tried_again() throws SQLException {
    start("breaker { failures = 1, reset = 1 ms }");
    execute(AWAY);
    assertThat(failure(writing("a"))).get().isInstanceOf(SQLException.class);
    execute(BACK);

    kit.createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(30),
            () -> {
              assertThat(failure(writing("b"))).isEmpty();
              return "written";
            });
  }

  @Test
  void a_write_that_takes_too_long_has_failed() throws SQLException {
    start("connect-limit = 250 ms, breaker { failures = 1, call-limit = 500 ms, reset = 1 h }");
    database.setAutoCommit(false);
    execute("LOCK TABLE event_journal IN ACCESS EXCLUSIVE MODE");

    assertThat(failure(writing("a"))).get().isInstanceOf(TimeoutException.class);
    database.rollback();

    // Whoever waits hears that it took too long, and then the breaker does.
    AtomicInteger writes = new AtomicInteger();
    kit.createTestProbe()
        .awaitAssert(
            Duration.ofSeconds(30),
            () -> {
              assertThat(failure(writing("b" + writes.incrementAndGet())))
                  .get()
                  .isInstanceOf(CircuitBreakerOpenException.class);
              return "refused";
            });
  }

  @Test
  void whoever_writes_more_than_may_wait_is_refused() throws SQLException {
    start("write-queue = 2, breaker { failures = 100, call-limit = 1 h }");
    database.setAutoCommit(false);
    execute("LOCK TABLE event_journal IN ACCESS EXCLUSIVE MODE");
    TestProbe all = probe();

    // What is being written and the next batch take a few thousand, and only then it is full.
    IntStream.range(0, WRITES).forEach(number -> write("e" + number, all));
    TestProbe taken = probe();
    journal().tell(new Identify("all are taken"), taken.ref());
    taken.expectMsgClass(LONG, ActorIdentity.class);
    database.rollback();

    // A journal answers in the order in which it was asked.
    assertThat(IntStream.range(0, WRITES).mapToObj(_ -> failure(all)).flatMap(Optional::stream))
        .anySatisfy(
            failure ->
                assertThat(failure).hasMessageContaining("queue buffer was full (2 elements)"));
  }
}
