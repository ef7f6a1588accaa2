package io.lull.writer.source.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.sqlite.Sqlite;
import io.lull.kernel.test.Real;
import io.lull.protocol.failure.Failure;
import io.lull.writer.source.SourceException;
import io.lull.writer.sqlite.Application;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an application does between streams, and whenever its node starts anew. */
class RandomLogsTest {
  private static final int STEPS = 60;
  private static final List<String> NAMES = List.of("one.db", "two.db");

  @TempDir private Path directory;
  private boolean restarted;

  @BeforeEach
  void need() throws Exception {
    Real.need("the package libsqlite3-0", Sqlite.missing().isEmpty());
    directory = directory.toRealPath();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void what_is_restored_is_what_there_was_at_the_end_of_the_last_stream(long seed)
      throws Exception {
    Random random = new Random(seed);
    try (Application one = Application.start();
        Application two = Application.start();
        Logged logged = new Logged(directory, NAMES)) {
      List<Application> applications = List.of(one, two);
      for (int i = 0; i < NAMES.size(); i++) {
        applications.get(i).make(directory.resolve(NAMES.get(i)), "WAL");
      }
      logged.full();
      for (int step = 0; step < STEPS; step++) {
        int which = random.nextInt(NAMES.size());
        step(random, logged, applications.get(which), directory.resolve(NAMES.get(which)));
      }
      stream(logged);
      compare(logged, applications);
    }
  }

  private void compare(Logged logged, List<Application> applications) throws Exception {
    try (Application by = Application.start()) {
      Path restored = logged.restore(by);
      for (int i = 0; i < NAMES.size(); i++) {
        assertThat(by.check(restored.resolve(NAMES.get(i))))
            .startsWith("ok ")
            .endsWith(" " + applications.get(i).digest());
      }
    }
  }

  private void step(Random random, Logged logged, Application application, Path path)
      throws Exception {
    switch (random.nextInt(10)) {
      case 0, 1 -> write(random, application);
      case 2 -> done(application, "insert into account(money, pad) values (0, randomblob(50000))");
      case 3 -> done(application, "delete from account where id % 3 = " + random.nextInt(3));
      case 4 -> {
        done(application, "pragma cache_size = 2");
        done(application, "begin");
        write(random, application);
        done(application, "insert into account(money, pad) values (0, randomblob(90000))");
        write(random, application);
        done(application, random.nextBoolean() ? "rollback" : "commit");
      }
      case 5 -> {
        List<String> modes = List.of("passive", "full", "restart", "truncate");
        String mode = modes.get(random.nextInt(modes.size()));
        // It would wait for whoever holds it.
        done(application, "pragma busy_timeout = 50");
        assertThat(application.ask("rows pragma wal_checkpoint(" + mode + ")")).startsWith("[(");
        done(application, "pragma busy_timeout = 20000");
      }
      case 6 -> {
        assertThat(application.ask("close")).isEqualTo("closed");
        assertThat(application.ask("open " + path)).isEqualTo("opened");
      }
      case 7 -> {
        logged.nodeEnds();
        write(random, application);
        logged.nodeStarts();
        restarted = true;
      }
      case 8 -> done(application, "vacuum");
      default -> stream(logged);
    }
  }

  private static void write(Random random, Application application) throws Exception {
    done(application, "insert into move values (" + random.nextInt() + ")");
    done(application, "update account set money = " + random.nextInt(9) + " where id % 7 = 3");
  }

  private static void done(Application application, String statement) throws Exception {
    assertThat(application.ask(statement)).isEqualTo("done");
  }

  /** Only who let go of the WAL may have lost something of it, and then says so. */
  private void stream(Logged logged) throws Exception {
    try {
      logged.incremental();
    } catch (SourceException refused) {
      assertThat(refused.fault().failure()).isEqualTo(Failure.MISSING_FILE_TO_BACKUP);
      assertThat(restarted).as(refused.toString()).isTrue();
      logged.full();
      restarted = false;
    }
  }
}
