package io.lull.cluster.config.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.cluster.config.journal.Notebook.Command;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresJournalTest extends JournalConformance {
  private static final String INSERT =
      "INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp,"
          + " adapter_manifest, event_ser_id, event_ser_manifest, event_payload)"
          + " SELECT 'late', 1, writer, write_timestamp, adapter_manifest, event_ser_id,"
          + " event_ser_manifest, event_payload FROM event_journal WHERE ordering = 1";
  private static final String SOMEBODY_WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted";

  private static final String READER =
      "SELECT pid FROM pg_stat_activity WHERE query LIKE '%ORDER BY ordering LIMIT%'"
          + " AND pid <> pg_backend_pid()";

  private static PostgresServer server;
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
  }

  @Override
  String settings() {
    return "lull.journal { profile = postgres, postgres { connections = 4, url = \""
        + url
        + "\" } }";
  }

  /** Numbers are drawn in one order and committed in another. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_event_that_is_committed_late_is_not_skipped(boolean committed) throws Exception {
    ActorTestKit kit = start();
    write(kit, Notebook.of("a"), 1);
    try (Connection late = PostgresServer.connect(url);
        Connection watch = PostgresServer.connect(url)) {
      late.setAutoCommit(false);
      late.createStatement().executeUpdate(INSERT);
      write(kit, Notebook.of("b"), 1);
      CompletableFuture<List<OrderedEvents.Entry>> reader =
          CompletableFuture.supplyAsync(() -> all(kit, 10));
      // Without the reader's lock this would go on for ever, and with it not for long.
      while (count(watch, SOMEBODY_WAITS) == 0) {
        assertThat(reader).isNotDone();
      }
      if (committed) {
        late.commit();
      } else {
        late.rollback();
      }
      Map<String, List<Long>> expected =
          committed
              ? Map.of("a", List.of(1L), "late", List.of(1L), "b", List.of(1L))
              : Map.of("a", List.of(1L), "b", List.of(1L));

      assertThat(numbers(reader.get())).isEqualTo(expected);
    }
  }

  @Test
  void a_reader_stays_with_its_connection_and_takes_another_one_when_it_is_cut() throws Exception {
    ActorTestKit kit = start();
    write(kit, Notebook.of("a"), 2);
    try (OrderedEvents events = Journal.get(kit.system()).events();
        Connection watch = PostgresServer.connect(url)) {
      events.after(0, 10);
      long reader = count(watch, READER);
      // A number is missing, so that the lock of those who write is taken and let go.
      watch.createStatement().executeUpdate("DELETE FROM event_journal WHERE ordering = 1");
      assertThat(events.after(0, 10).entries()).hasSize(1);
      assertThat(count(watch, "SELECT count(*) FROM pg_stat_activity WHERE pid = " + reader))
          .isEqualTo(1);
      write(kit, Notebook.of("b"), 1);

      watch.createStatement().executeQuery("SELECT pg_terminate_backend(" + reader + ")").close();
      assertThat(events.after(0, 10).entries()).hasSize(2);
      assertThat(count(watch, READER)).isNotEqualTo(reader);
    }
  }

  private static long count(Connection connection, String query) throws SQLException {
    try (ResultSet row = connection.createStatement().executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void of_two_writers_of_one_entity_the_later_one_fails_and_learns_what_the_other_wrote() {
    ActorTestKit one = start();
    ActorTestKit other = start();
    TestProbe<Long> probe = one.createTestProbe();
    TestProbe<Long> otherProbe = other.createTestProbe();
    ActorRef<Command> first = one.spawn(Notebook.of("a"));
    ActorRef<Command> second = other.spawn(Notebook.of("a"));
    second.tell(new Command.Last(otherProbe.getRef()));
    assertThat(otherProbe.receiveMessage(Duration.ofSeconds(30))).isZero();
    first.tell(new Command.Write(1, probe.getRef()));
    assertThat(probe.receiveMessage(Duration.ofSeconds(30))).isEqualTo(1);
    second.tell(new Command.Write(1, otherProbe.getRef()));
    second.tell(new Command.Last(otherProbe.getRef()));

    // The write is never acknowledged; the restarted entity answers with the other's event.
    assertThat(otherProbe.receiveMessage(Duration.ofSeconds(30))).isEqualTo(1);
  }

  @Test
  void two_nodes_may_make_the_schema_at_the_same_time() {
    ActorTestKit one = start();
    ActorTestKit other = start();
    CompletableFuture<Journal> first =
        CompletableFuture.supplyAsync(() -> Journal.get(one.system()));
    CompletableFuture<Journal> second =
        CompletableFuture.supplyAsync(() -> Journal.get(other.system()));

    assertThat(first).succeedsWithin(Duration.ofSeconds(30));
    assertThat(second).succeedsWithin(Duration.ofSeconds(30));
  }

  @Test
  void what_the_driver_is_told_reaches_it_by_both_ways() throws SQLException {
    ActorTestKit kit = start();
    write(kit, Notebook.of("a"), 1);
    try (Connection own = Journal.get(kit.system()).connect()) {
      // This one, and at least the one of the pool that has written.
      assertThat(
              count(own, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'lull'"))
          .isGreaterThanOrEqualTo(2);
      assertThat(own.getNetworkTimeout()).isEqualTo(30_000);
    }
  }

  @Test
  void a_database_that_is_not_there_is_named_in_a_sentence() {
    url = url + "-of-nobody";
    ActorTestKit kit = start();

    assertThatThrownBy(() -> Journal.get(kit.system()))
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith("expected a journal that can be opened, but ")
        .hasMessageContaining("of-nobody");
  }
}
