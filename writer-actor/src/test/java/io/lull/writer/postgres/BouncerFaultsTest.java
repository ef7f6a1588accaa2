package io.lull.writer.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.writer.database.Calls;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.WriterException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever befalls a bouncer that is paused, or goes around it, is found out. */
class BouncerFaultsTest extends BehindBouncer {
  /** What befalls the bouncer while it is paused. */
  enum Blow {
    KILLED {
      @Override
      void strike(TestBouncer bouncer) throws Exception {
        bouncer.process().end("KILL");
      }
    },
    RESTARTED {
      @Override
      void strike(TestBouncer bouncer) throws Exception {
        bouncer.process().end("INT");
        bouncer.start();
      }
    },
    RESUMED {
      @Override
      void strike(TestBouncer bouncer) throws Exception {
        bouncer.tell("RESUME");
      }
    },
    /** Somebody was let through for a moment. */
    RESUMED_AND_PAUSED {
      @Override
      void strike(TestBouncer bouncer) throws Exception {
        bouncer.tell("RESUME");
        try (Connection client = bouncer.connect();
            Statement statement = client.createStatement()) {
          statement.execute("SELECT 1");
        }
        bouncer.tell("PAUSE");
      }
    };

    abstract void strike(TestBouncer bouncer) throws Exception;
  }

  @ParameterizedTest
  @EnumSource(Blow.class)
  void a_bouncer_that_let_anybody_through_is_not_attested(Blow blow) throws Exception {
    bouncer = TestBouncer.before(server, home);
    PostgresWriter writer = writer();
    HandlerContext set = prepared(writer);
    Hold hold = writer.freeze(set, Calls.lease(LIMIT));
    blow.strike(bouncer);
    assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
    writer.abort(set, Failure.HOLD_LAPSED);
    assertThat(holds()).isZero();
    if (blow != Blow.KILLED) {
      try (Connection client = bouncer.connect()) {
        write(client);
      }
    }
  }

  @Test
  void a_bouncer_that_hangs_is_resumed_when_it_goes_on() throws Exception {
    bouncer = TestBouncer.before(server, home);
    PostgresWriter writer = writer();
    HandlerContext set = prepared(writer);
    Lease lease = Calls.lease(Duration.ofSeconds(2));
    Hold hold = writer.freeze(set, lease);
    bouncer.process().stop();
    Calls.await(() -> lease.remaining().isZero());
    bouncer.process().go();
    assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
    try (Connection client = bouncer.connect()) {
      write(client);
    }
    writer.abort(set, Failure.HOLD_LAPSED);
  }

  @Test
  void who_goes_around_it_is_seen() throws Exception {
    bouncer = TestBouncer.before(server, home);
    PostgresWriter writer = writer();
    HandlerContext set = prepared(writer);
    try (Connection around = server.connect("boss");
        Statement statement = around.createStatement()) {
      around.setAutoCommit(false);
      statement.execute("INSERT INTO note (text) VALUES ('around')");
      WriterException refused = Calls.refused(() -> writer.freeze(set, Calls.lease(LIMIT)));
      assertThat(refused).hasMessageContaining("goes around the bouncer");
      around.commit();
      try (Connection client = bouncer.connect()) {
        write(client);
      }
      // One that is there and does not write disturbs nobody.
      Hold hold = writer.freeze(set, Calls.lease(LIMIT));
      statement.executeQuery("SELECT count(*) FROM note").close();
      around.commit();
      assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
    }
    writer.abort(set, Failure.CANCELLED);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_was_written_around_it_is_not_attested(boolean committed) throws Exception {
    bouncer = TestBouncer.before(server, home);
    PostgresWriter writer = writer();
    HandlerContext set = prepared(writer);
    Hold hold = writer.freeze(set, Calls.lease(LIMIT));
    try (Connection around = server.connect("boss");
        Statement statement = around.createStatement()) {
      around.setAutoCommit(false);
      statement.execute("INSERT INTO note (text) VALUES ('around')");
      if (committed) {
        around.commit();
      }
      assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
    }
    try (Connection client = bouncer.connect()) {
      write(client);
    }
    writer.abort(set, Failure.HOLD_LAPSED);
  }

  @Test
  void when_the_lease_is_over_it_is_resumed_without_being_asked() throws Exception {
    bouncer = TestBouncer.before(server, home);
    PostgresWriter writer = writer();
    HandlerContext set = prepared(writer);
    try (Connection client = bouncer.connect()) {
      write(client);
      Hold hold = writer.freeze(set, Calls.lease(Duration.ofMillis(500)));
      write(client);
      assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
    }
    writer.abort(set, Failure.HOLD_LAPSED);
  }
}
