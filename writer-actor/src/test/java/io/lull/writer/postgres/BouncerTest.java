package io.lull.writer.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.failure.Failure;
import io.lull.writer.database.Calls;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.WriterException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real server behind a real PgBouncer, of which all writes come through it, or do not. */
class BouncerTest extends BehindBouncer {
  @ParameterizedTest
  @ValueSource(strings = {"", "app"})
  void nobody_writes_while_it_holds_and_everybody_afterwards(String databases) throws Exception {
    bouncer = TestBouncer.before(server, home);
    PostgresWriter writer = writer("pgbouncer-databases", databases);
    assertThat(writer.describe().kind()).isEqualTo(HoldKind.APPLICATION);
    try (Load load = Load.through(bouncer::connect);
        Connection late = bouncer.connect()) {
      load.moves(20);
      HandlerContext set = prepared(writer);
      load.moves(20);
      Hold hold = writer.freeze(set, Calls.lease(LIMIT));
      long held = notes();
      CompletableFuture<Void> waits = writes(late);
      Calls.await(() -> bouncer.waiting() == 2);
      Path copy = ServerProcess.copy(server.data(), directory.resolve("copy of " + number));
      assertThat(notes()).isEqualTo(held);
      assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
      waits.join();
      load.moves(20);
      writer.postSnapshot(set, Calls.copies(Map.of(server.data(), copy)));
      try (TestPostgres restored = TestPostgres.open(copy)) {
        // Exactly: what was written after the hold is in no copy.
        assertThat(restored.number("SELECT count(*) FROM note")).isEqualTo(held);
        assertThat(restored.number("SELECT sum(money) FROM account")).isEqualTo(10_000);
      }
    }
  }

  @Test
  void a_long_transaction_is_waited_for_no_longer_than_the_limit_and_goes_on() throws Exception {
    bouncer = TestBouncer.before(server, home);
    PostgresWriter writer = writer();
    HandlerContext set = prepared(writer);
    try (Connection client = bouncer.connect();
        Connection other = bouncer.connect();
        Statement statement = client.createStatement()) {
      client.setAutoCommit(false);
      statement.execute("INSERT INTO note (text) VALUES ('long')");
      assertThat(Calls.failure(() -> writer.freeze(set, Calls.lease(Duration.ofMillis(300)))))
          .isEqualTo(Failure.WRITER_TIMEOUT);
      write(other);
      client.commit();
      write(client);
    }
    writer.abort(set, Failure.WRITER_TIMEOUT);
    assertThat(holds()).isZero();
  }

  @Test
  void a_freeze_that_nobody_waits_for_any_more_is_withdrawn() throws Exception {
    bouncer = TestBouncer.before(server, home);
    PostgresWriter writer = writer();
    HandlerContext set = prepared(writer);
    try (Connection client = bouncer.connect();
        Connection other = bouncer.connect();
        Statement statement = client.createStatement()) {
      client.setAutoCommit(false);
      statement.execute("INSERT INTO note (text) VALUES ('long')");
      CompletableFuture<Failure> failed = new CompletableFuture<>();
      Thread freezing =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      writer.freeze(set, Calls.lease(LIMIT));
                    } catch (InterruptedException givenUp) {
                      failed.complete(Failure.CANCELLED);
                    } catch (Exception e) {
                      failed.completeExceptionally(e);
                    }
                  });
      Calls.await(() -> holds() == 1);
      CompletableFuture<Void> waits = writes(other);
      freezing.interrupt();
      assertThat(failed.join()).isEqualTo(Failure.CANCELLED);
      waits.join();
      client.commit();
    }
    Calls.await(() -> holds() == 0);
    writer.abort(set, Failure.CANCELLED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "app"})
  void what_somebody_else_has_paused_is_refused_and_stays_paused(String databases)
      throws Exception {
    bouncer = TestBouncer.before(server, home);
    PostgresWriter writer = writer("pgbouncer-databases", databases);
    HandlerContext set = prepared(writer);
    String what = databases.isEmpty() ? "" : " \"" + databases + "\"";
    bouncer.tell("PAUSE" + what);
    Lease lease = Calls.lease(LIMIT);
    assertThat(Calls.failure(() -> writer.freeze(set, lease))).isEqualTo(Failure.HOLD_REFUSED);
    assertThat(writer.thaw(lease.token())).isEqualTo(HoldEnd.NOT_HELD);
    writer.abort(set, Failure.HOLD_REFUSED);
    // It would be refused if nothing were paused any more.
    bouncer.tell("RESUME" + what);
    assertThat(holds()).isZero();
  }

  @Test
  void what_is_paused_already_for_another_set_is_refused() throws Exception {
    bouncer = TestBouncer.before(server, home);
    PostgresWriter writer = writer();
    PostgresWriter other = writer("pgbouncer-databases", "app");
    HandlerContext set = prepared(writer);
    HandlerContext another = prepared(other);
    Hold hold = writer.freeze(set, Calls.lease(LIMIT));
    assertThat(Calls.failure(() -> other.freeze(another, Calls.lease(LIMIT))))
        .isEqualTo(Failure.HOLD_REFUSED);
    assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
    writer.abort(set, Failure.CANCELLED);
    other.abort(another, Failure.CANCELLED);
  }

  @Test
  void what_could_not_be_paused_is_said_when_it_is_described() throws Exception {
    bouncer =
        TestBouncer.before(
            server,
            home,
            "[databases]",
            "other = host=localhost port=%d dbname=template1 user=boss".formatted(server.port()),
            "sticky = host=127.0.0.1 port=%d pool_mode=session user=boss".formatted(server.port()));
    says("also leads there by the name other", "pgbouncer-databases", "app,sticky");
    says("the database sticky has pool_mode session", "pgbouncer-databases", "");
    says("nowhere to be a database of PgBouncer", "pgbouncer-databases", "nowhere");
    says("admin access needed; name this user in its admin_users", "pgbouncer-user", "guest");
    Path wrong = TestBouncer.secret(home.resolve("wrong"), "a guess");
    says("name this user in its admin_users", "pgbouncer-password-file", wrong.toString());
    says("query_wait_timeout", "hold", "3m");
    says("an address of another one", "pgbouncer-host", "192.0.2.1");
  }

  @Test
  void a_bouncer_before_another_server_is_refused() throws Exception {
    bouncer = TestBouncer.before(server, home);
    try (TestPostgres other = TestPostgres.create(home)) {
      Map<String, String> settings = new HashMap<>(other.settings());
      settings.putAll(bouncer.settings());
      assertThat(
              Calls.refused(new PostgresWriterFactory().create(Calls.WRITER, settings)::describe))
          .hasMessageContaining("none of its databases leads there");
    }
  }

  private void says(String words, String... settings) throws Exception {
    WriterException refused = Calls.refused(writer(settings)::describe);
    assertThat(refused).hasMessageContaining(words).hasMessageNotContaining("a guess");
    assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_NON_RETRYABLE);
  }
}
