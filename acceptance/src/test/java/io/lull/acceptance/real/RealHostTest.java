package io.lull.acceptance.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.coordinator.Chronicle;
import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.RefusedException;
import io.lull.kernel.Descriptor;
import io.lull.kernel.Freezing;
import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Real;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.certificate.SetInstant;
import io.lull.protocol.failure.Failure;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.postgres.Load;
import io.lull.writer.postgres.TestPostgres;
import io.lull.writer.sqlite.Application;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One node whose writers and providers are those that it is shipped with. */
class RealHostTest {
  private static final long MIB = 1L << 20;

  private Path directory;
  private Path memory;

  @BeforeEach
  void begin() throws Exception {
    Real.needRoot();
    directory = ServerProcess.directory("postgres");
    memory = Files.createTempDirectory(Path.of("/dev/shm"), "lull");
  }

  @AfterEach
  void end() throws Exception {
    ServerProcess.remove(memory);
    ServerProcess.remove(directory);
  }

  /** Everything that the node writes lies on what is frozen: a window waits for none of it. */
  @Test
  void a_node_whose_journal_lies_on_the_frozen_file_system_makes_a_good_set() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "xfs", 320 * MIB)) {
      Path data = device.mount();
      Files.writeString(data.resolve("kept"), "before");
      String host =
          """
          writers.files { kind = filesystem, mount = "%s", run-directory = "%s" }
          providers.main { kind = copy, directory = "%s" }
          """
              .formatted(data, memory, memory.resolve("copies"));
      try (LullNode node = RealNode.start(data, host)) {
        Created created =
            RealNode.backup(
                node,
                Grade.FILESYSTEM,
                () -> {
                  assertThat(RealNode.found(memory.resolve("copies"), "kept")).hasContent("before");
                  Files.writeString(data.resolve("after"), "nothing stands still");
                });

        assertThat(created.grade()).isEqualTo(Grade.FILESYSTEM);
        assertThat(created.certificate().instant()).isEqualTo(SetInstant.COMMON);
        assertThat(Chronicle.of(node.system()).sets()).hasSize(1);
      }
      thawed(device);
    }
  }

  @ParameterizedTest
  @CsvSource({"btrfs, btrfs", "btrfs, reflink", "xfs, reflink", "ext4, copy"})
  void a_file_system_that_a_copy_is_written_to_is_not_frozen_but_refused(
      String fileSystem, String provider) throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, fileSystem, 320 * MIB)) {
      String host =
          """
          writers.files { kind = filesystem, mount = "%s", run-directory = "%s" }
          providers.%s { kind = %s }
          """
              .formatted(device.mount(), memory, RealNode.PROVIDER, provider);
      try (LullNode node = RealNode.start(memory, host)) {
        assertThatThrownBy(() -> RealNode.backup(node, Grade.CRASH, () -> {}))
            .isInstanceOf(CompletionException.class)
            .cause()
            .isInstanceOfSatisfying(
                RefusedException.class,
                refused -> {
                  assertThat(refused.fault().failure()).isEqualTo(Failure.HOLD_REFUSED);
                  assertThat(refused.fault().detail())
                      .contains(device.mount().toString(), "would wait for the thaw");
                });
        thawed(device);
      }
    }
  }

  @Test
  void a_copy_of_a_database_under_load_opens_with_exactly_the_money_that_there_is()
      throws Exception {
    TestPostgres.need();
    try (LoopDevice device = LoopDevice.make(directory, "btrfs", 640 * MIB)) {
      Path volume = device.mount().resolve("pg");
      ServerProcess.run(List.of("btrfs", "subvolume", "create", volume.toString()));
      ServerProcess.give(volume, "postgres");
      try (TestPostgres server = TestPostgres.create(volume)) {
        server.sql(
            "CREATE TABLE account (id int PRIMARY KEY, money bigint NOT NULL)",
            "INSERT INTO account SELECT id, 100 FROM generate_series(1, 100) id",
            "CREATE TABLE note (text text)");
        String host =
            """
            writers.db { %s }
            providers.%s { kind = btrfs }
            """
                .formatted(
                    RealNode.settings(server.settings("kind", "postgres", "volumes", volume + "")),
                    RealNode.PROVIDER);
        try (LullNode node = RealNode.start(memory, host);
            Load load = Load.on(server)) {
          load.moves(50);
          Created created =
              RealNode.backup(
                  node,
                  Grade.APPLICATION,
                  () -> {
                    load.moves(50);
                    Path copy =
                        RealNode.found(device.mount().resolve(".lull"), "backup_label").getParent();
                    restores(ServerProcess.copy(copy, directory.resolve("restored")));
                  });
          // Backup mode stops nobody.
          assertThat(created.certificate().instant()).isEqualTo(SetInstant.PER_WRITER);
        }
      }
    }
  }

  /**
   * The node's provider opens and closes the very files whose locks the guard has. Both databases
   * are written to in one transaction, always, and have to be the same in a copy.
   */
  @Test
  void databases_copied_file_by_file_are_of_one_instant() throws Exception {
    Path data = Files.createDirectory(directory.resolve("databases"));
    Path copies = directory.resolve("copies");
    try (Application bank = Application.start()) {
      bank.make(data.resolve("one.db"), "WAL");
      bank.make(data.resolve("two.db"), "WAL");
      bank.ask("both " + data.resolve("one.db") + "|" + data.resolve("two.db"));
      bank.makesMoves(50);
      String host =
          """
          writers.db { kind = sqlite, databases = "%s/*.db", run-directory = "%s" }
          providers.main { kind = copy, directory = "%s" }
          """
              .formatted(data, memory, copies);
      try (LullNode node = RealNode.start(memory, host)) {
        Created created =
            RealNode.backup(
                node,
                Grade.APPLICATION,
                () -> {
                  bank.makesMoves(50);
                  // Found before one is opened: whoever closes it again removes its log.
                  Path first = RealNode.found(copies, "one.db");
                  Path second = RealNode.found(copies, "two.db");
                  String one = bank.check(first);
                  assertThat(one).startsWith("ok 100000 ");
                  assertThat(bank.check(second)).isEqualTo(one);
                });
        assertThat(created.certificate().instant()).isEqualTo(SetInstant.COMMON);
      }
      bank.makesMoves(50);
      assertThat(bank.ask("errors")).startsWith("0 ");
    }
  }

  private static void restores(Path data) throws Exception {
    try (TestPostgres restored = TestPostgres.open(data)) {
      assertThat(restored.number("SELECT sum(money) FROM account")).isEqualTo(10_000);
      assertThat(restored.number("SELECT count(*) FROM note")).isGreaterThanOrEqualTo(50);
    }
  }

  /** Only what is not frozen can be frozen. */
  private static void thawed(LoopDevice device) throws Exception {
    try (Descriptor root = Descriptor.ofDirectory(device.mount())) {
      Freezing.freeze(root);
      assertThat(Freezing.thaw(root)).isTrue();
    }
  }
}
