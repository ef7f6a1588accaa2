package io.lull.acceptance.real;

import static io.lull.acceptance.real.StreamedPostgres.good;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.acceptance.program.Ran;
import io.lull.kernel.sqlite.Sqlite;
import io.lull.kernel.test.Real;
import io.lull.protocol.failure.ExitCode;
import io.lull.writer.sqlite.Application;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Databases of an application that writes are streamed and restored by the program. */
class StreamSqliteTest {
  private RestoreStage stage;
  private Path database;

  @BeforeEach
  void begin() throws Exception {
    Real.need("the package libsqlite3-0", Sqlite.missing().isEmpty());
    stage = RestoreStage.make();
    database = stage.directory.resolve("app.db");
  }

  @AfterEach
  void end() throws Exception {
    if (stage != null) {
      stage.close();
    }
  }

  private String instance() {
    return "instances.app { kind = sqlite, logs = wal, databases = \"" + database + "\" }\n";
  }

  private Ran stream(String... more) {
    List<String> typed =
        new ArrayList<>(
            List.of("stream", "app", "--to", stage.directory.resolve("target").toString()));
    typed.addAll(List.of(more));
    return stage.lull(typed.toArray(String[]::new));
  }

  private void isRestored(Application as) throws Exception {
    Path restored = stage.directory.resolve("restored");
    String target = stage.directory.resolve("target").toString();
    good(stage.lull("stream", "verify", target));
    good(stage.lull("stream", "restore", target, "--to", restored.toString()));
    assertThat(as.check(restored.resolve("app.db"))).isEqualTo("ok 100000 " + as.digest());
  }

  @Test
  void a_full_and_three_incrementals_under_load_are_restored_to_the_last_ones_end()
      throws Exception {
    try (Application application = Application.writing(database, "WAL")) {
      stage.start(instance());
      good(stream());
      application.makesMoves(50);
      good(stream("--incremental"));
      application.makesMoves(50);
      good(stream("--incremental", "--compress", "zstd"));
      application.makesMoves(50);
    }
    try (Application after = Application.start()) {
      assertThat(after.ask("open " + database)).isEqualTo("opened");
      good(stream("--incremental"));
      isRestored(after);
    }
  }

  @Test
  void after_a_restart_without_a_loss_it_goes_on_and_after_a_loss_it_needs_a_full_one()
      throws Exception {
    try (Application application = Application.start()) {
      application.make(database, "WAL");
      stage.start(instance());
      good(stream());
      stage.restart(instance());
      good(stream("--incremental"));
      // Without the instance nobody holds its log.
      stage.restart("");
      for (int i = 0; i < 2; i++) {
        assertThat(application.ask("insert into move values (" + i + ")")).isEqualTo("done");
        assertThat(application.ask("rows pragma wal_checkpoint(truncate)")).startsWith("[(0, ");
      }
      stage.restart(instance());
      Ran refused = stream("--incremental").ends(ExitCode.REFUSED);
      assertThat(refused.err()).contains("begun anew while this node did not hold it");
      good(stream());
      good(stream("--incremental"));
      isRestored(application);
    }
  }
}
