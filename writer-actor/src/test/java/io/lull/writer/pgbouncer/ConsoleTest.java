package io.lull.writer.pgbouncer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.TestBouncer;
import io.lull.writer.postgres.TestPostgres;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console of a real PgBouncer, by every way to show who one is. */
class ConsoleTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static Path directory;
  private static TestPostgres server;

  @BeforeAll
  static void start() throws Exception {
    TestBouncer.need();
    directory = ServerProcess.directory("postgres");
    server = TestPostgres.create(directory);
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
    if (directory != null) {
      ServerProcess.remove(directory);
    }
  }

  private static Path home(String name) throws Exception {
    Path home = Files.createDirectory(directory.resolve(name));
    ServerProcess.give(home, "postgres");
    return home;
  }

  @ParameterizedTest
  @ValueSource(strings = {"trust", "plain", "md5", "scram-sha-256"})
  void it_is_entered_by_any_way_to_show_who_one_is(String way) throws Exception {
    Path home = home("by " + way);
    try (TestBouncer bouncer = TestBouncer.before(server, home, "auth_type = " + way)) {
      try (Console console = bouncer.console()) {
        assertThat(console.ask("SHOW DATABASES", LIMIT).rows())
            .extracting(row -> row.get("name"))
            .contains("app", "pgbouncer");
        assertThatThrownBy(() -> console.ask("JUMP", LIMIT))
            .isInstanceOf(ConsoleException.class)
            .hasMessageContaining("JUMP");
        assertThat(console.ask("PAUSE \"app\"", LIMIT).tag()).isEqualTo("PAUSE");
        assertThat(console.ask("RESUME \"app\"", LIMIT).tag()).isEqualTo("RESUME");
      }
      Path wrong = home.resolve("wrong");
      Files.createFile(
          wrong,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(wrong, "a guess");
      Pooler guess = new Pooler(bouncer.pooler().server(), "lull", Optional.of(wrong.toString()));
      if (!way.equals("trust")) {
        assertThatThrownBy(() -> guess.open("a guess", LIMIT))
            .isInstanceOf(ConsoleException.class)
            .hasMessageNotContaining("a guess");
      }
    }
  }

  @Test
  void one_that_does_not_answer_is_waited_for_no_longer_than_the_limit() throws Exception {
    try (TestBouncer bouncer = TestBouncer.before(server, home("stopped"));
        Console console = bouncer.console()) {
      bouncer.process().stop();
      Duration moment = Duration.ofMillis(100);
      assertThatThrownBy(() -> console.ask("SHOW VERSION", moment))
          .isInstanceOf(SocketTimeoutException.class);
      assertThatThrownBy(() -> bouncer.pooler().open("in vain", moment))
          .isInstanceOf(SocketTimeoutException.class);
      bouncer.process().go();
    }
  }
}
