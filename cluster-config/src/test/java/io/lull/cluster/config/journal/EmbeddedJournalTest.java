package io.lull.cluster.config.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedJournalTest extends JournalConformance {
  @TempDir Path directory;

  @Override
  String settings() {
    return "lull.journal { profile = embedded, embedded.file = \"" + file() + "\" }";
  }

  private Path file() {
    return directory.resolve("some").resolve("where").resolve("journal.db");
  }

  @Test
  void a_second_process_is_refused_in_a_sentence() throws IOException {
    try (ChildJvm first = ChildJvm.start(Notebook.class, node(), "1")) {
      first.line("kept");
      ActorTestKit second = start();

      assertThatThrownBy(() -> Journal.get(second.system()))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("expected to be the only process that uses the embedded journal")
          .hasMessageContaining(file().toString())
          .hasMessageContaining("process " + first.pid() + " does")
          .hasMessageContaining("profile = postgres");
      first.kill();

      // What a dead process held is free.
      assertThat(write(start(), Notebook.of("notebook-0"))).isPositive();
    }
  }

  @Test
  void a_child_is_refused_while_this_process_has_it() throws IOException {
    ActorTestKit kit = start();
    Journal.get(kit.system());
    try (ChildJvm second = ChildJvm.start(Notebook.class, node(), "1")) {
      assertThat(second.line("refused")).contains("process " + ProcessHandle.current().pid());
    }
    assertThatThrownBy(() -> Journal.get(start().system())).hasMessageContaining("this process");
    stop(kit);

    assertThat(write(start(), Notebook.of("a"), 1)).isEqualTo(1);
  }

  @Test
  void a_journal_that_is_copied_here_is_still_used_by_nobody_else() throws IOException {
    ActorTestKit kit = start();
    Journal.get(kit.system());
    // As a provider of this node does with the volume that the journal lies on.
    try (Stream<Path> files = Files.list(file().getParent())) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
    try (ChildJvm second = ChildJvm.start(Notebook.class, node(), "1")) {
      assertThat(second.line("refused")).contains("process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void every_commit_is_forced_to_the_disk() throws SQLException {
    ActorTestKit kit = start();
    try (Connection connection = Journal.get(kit.system()).connect()) {
      assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
      // 2 is FULL.
      assertThat(pragma(connection, "synchronous")).isEqualTo("2");
    }
  }

  private static String pragma(Connection connection, String name) throws SQLException {
    try (ResultSet row = connection.createStatement().executeQuery("PRAGMA " + name)) {
      return row.getString(1);
    }
  }
}
