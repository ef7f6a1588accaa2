package io.lull.acceptance.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.coordinator.Chronicle;
import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.RefusedException;
import io.lull.coordinator.client.Restore;
import io.lull.coordinator.client.RestoreDone;
import io.lull.kernel.test.Real;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Policy;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.sqlite.Application;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database is backed up, emptied, and restored by the whole sequence. */
class SqliteRestoreTest {
  private static final ComponentId DATA =
      new ComponentId(new WriterId(new HostId("alone"), "db"), "data");

  private Path directory;
  private Path memory;
  private Path data;
  private Path stored;

  @BeforeEach
  void begin() throws Exception {
    Real.needRoot();
    directory = Files.createTempDirectory("lull-restore").toRealPath();
    memory = Files.createTempDirectory(Path.of("/dev/shm"), "lull");
    data = Files.createDirectory(directory.resolve("databases"));
    stored = directory.resolve("stored");
  }

  @AfterEach
  void end() throws Exception {
    ServerProcess.remove(memory);
    ServerProcess.remove(directory);
  }

  private LullNode node() throws Exception {
    return RealNode.start(
        memory,
        """
        writers.db { kind = sqlite, databases = "%s/*.db", run-directory = "%s" }
        providers.main { kind = copy, directory = "%s" }
        """
            .formatted(data, memory, directory.resolve("copies")));
  }

  private Created backup(LullNode node) {
    return Backup.ofEverything(
            new Policy(Limits.defaults(), Grade.APPLICATION, true),
            _ -> {
              store();
              return CompletableFuture.completedStage(Set.of(DATA));
            })
        .run(node.client())
        .toCompletableFuture()
        .join();
  }

  private RestoreDone restore(LullNode node, BackupDocument document) {
    return Restore.ofEverything(
            document,
            Limits.defaults(),
            _ -> {
              copy(stored, data);
              return CompletableFuture.completedStage(Map.of(DATA, FileRestoreStatus.ALL));
            })
        .run(node.client())
        .toCompletableFuture()
        .join();
  }

  /** Where the copy lies is found by the database that it has. */
  private void store() {
    try {
      copy(RealNode.found(directory.resolve("copies"), "one.db").getParent(), stored);
    } catch (Exception failed) {
      throw new CompletionException(failed);
    }
  }

  private static void copy(Path from, Path to) {
    try {
      ServerProcess.run(List.of("rm", "-rf", to.toString()));
      ServerProcess.copy(from, to);
    } catch (Exception failed) {
      throw new CompletionException(failed);
    }
  }

  /** Somebody empties it; it stays a database, as a writer needs to describe itself. */
  private static void destroy(Path database) throws Exception {
    String program =
        """
        import sqlite3, sys
        database = sqlite3.connect(sys.argv[1])
        database.execute('DELETE FROM account')
        database.commit()
        """;
    ServerProcess.run(List.of("python3", "-c", program, database.toString()));
  }

  @Test
  void a_database_that_was_emptied_is_restored_and_its_application_works_on_it() throws Exception {
    Path database = data.resolve("one.db");
    try (LullNode node = node()) {
      Created created;
      try (Application bank = Application.writing(database, "WAL")) {
        created = backup(node);
        bank.makesMoves(20);
      }
      Chronicle chronicle = Chronicle.of(node.system());
      BackupDocument document = chronicle.document(created.certificate().set()).orElseThrow();
      destroy(database);
      try (Application bank = Application.start()) {
        assertThat(bank.check(database)).doesNotContain("100000");
      }

      RestoreDone done = restore(node, document);

      assertThat(done.failure()).isEmpty();
      try (Application bank = Application.start()) {
        assertThat(bank.check(database)).startsWith("ok 100000 ");
        bank.ask("work " + database);
        bank.makesMoves(20);
      }
      assertThat(chronicle.document(created.certificate().set())).contains(document);
    }
  }

  @Test
  void nothing_is_put_back_under_an_application_that_has_its_database_open() throws Exception {
    Path database = data.resolve("one.db");
    try (LullNode node = node();
        Application bank = Application.writing(database, "WAL")) {
      Created created = backup(node);
      BackupDocument document =
          Chronicle.of(node.system()).document(created.certificate().set()).orElseThrow();

      assertThatThrownBy(() -> restore(node, document))
          .isInstanceOf(CompletionException.class)
          .cause()
          .isInstanceOfSatisfying(
              RefusedException.class,
              refused -> {
                assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_NON_RETRYABLE);
                assertThat(refused.fault().detail()).contains("one.db", "process ");
              });

      bank.makesMoves(20);
      assertThat(bank.ask("errors")).startsWith("0 ");
    }
  }
}
