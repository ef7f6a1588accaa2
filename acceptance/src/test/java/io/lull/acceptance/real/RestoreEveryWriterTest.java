package io.lull.acceptance.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.acceptance.program.Ran;
import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Real;
import io.lull.protocol.failure.ExitCode;
import io.lull.writer.database.ServerProcess;
import io.lull.writer.mariadb.TestMariadb;
import io.lull.writer.postgres.TestPostgres;
import io.lull.writer.redis.TestRedis;
import io.lull.writer.script.Scripts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What each writer speaks for is backed up, destroyed, put back where it was by {@code lull
 * restore}, and started there.
 */
class RestoreEveryWriterTest {
  private static final long MIB = 1L << 20;
  private static final long BEFORE = 100;
  private static final long AFTER = 23;

  private RestoreStage stage;

  @BeforeEach
  void begin() throws Exception {
    stage = RestoreStage.make();
  }

  @AfterEach
  void end() throws Exception {
    if (stage != null) {
      stage.close();
    }
  }

  @FunctionalInterface
  private interface Making {
    Purse in(Path volume) throws Exception;
  }

  @Test
  void postgresql_is_restored_and_started() throws Exception {
    TestPostgres.need();
    server(SqlPurse::postgres, "PostgreSQL to be stopped");
  }

  @Test
  void mariadb_is_restored_and_started() throws Exception {
    TestMariadb.need();
    server(SqlPurse::mariadb, "the server to be stopped");
  }

  @Test
  void redis_is_restored_and_started() throws Exception {
    TestRedis.need();
    server(PlainPurse::redis, "the server to be stopped");
  }

  /** A server on a subvolume of its own, which is destroyed while it runs and then killed. */
  // It is closed when its volume goes, and again at the end if it never comes to that.
  @SuppressWarnings("try")
  private void server(Making making, String running) throws Exception {
    try (LoopDevice device = LoopDevice.make(stage.directory, "btrfs", 640 * MIB)) {
      Path volume = RealNode.passable(device.mount()).resolve("volume");
      ServerProcess.run(List.of("btrfs", "subvolume", "create", volume.toString()));
      try (Purse purse = making.in(RealNode.passable(volume))) {
        stage.start(
            "writers.db { %s }%nproviders.%s { kind = btrfs }"
                .formatted(without(purse), RealNode.PROVIDER));
        put(purse, BEFORE);
        String set = stage.backup("db");
        put(purse, AFTER);

        Ran refused = stage.lull("restore", set, "--yes").ends(ExitCode.REFUSED);
        assertThat(refused.err()).contains(running);
        assertThat(refused.out()).contains("NOT BACK");
        put(purse, AFTER);

        purse.close();
        RestoreStage.destroy(volume);
        Ran back =
            stage.lull("restore", set, "--component", "db", "--yes").ends(ExitCode.COMPLETED);
        assertThat(back.out()).containsPattern("alone/db#\\w+ +back");
        assertThat(purse.count(volume)).isEqualTo(BEFORE);
      }
    }
  }

  private static String without(Purse purse) throws Exception {
    return purse.writer().replace("behind = alone/front, ", "");
  }

  private static void put(Purse purse, long amount) throws Exception {
    try (Purse.Hand hand = purse.hand(0)) {
      hand.put(amount);
    }
  }

  @Test
  void sqlite_is_restored_and_opened() throws Exception {
    Real.needCommand("python3");
    Path volume = Files.createDirectory(stage.directory.resolve("databases"));
    Purse purse = new SqlitePurse(volume, stage.memory);
    stage.start(
        "writers.db { %s }%nproviders.main { kind = copy, directory = \"%s\" }"
            .formatted(without(purse), stage.directory.resolve("copies")));
    put(purse, BEFORE);
    String set = stage.backup("db");

    try (Purse.Hand hand = purse.hand(0)) {
      hand.put(AFTER);
      Ran refused = stage.lull("restore", set, "--yes").ends(ExitCode.REFUSED);
      assertThat(refused.err()).contains("purse.db", "process ");
      hand.put(AFTER);
    }
    RestoreStage.destroy(volume);
    stage.lull("restore", set, "--yes").ends(ExitCode.COMPLETED);
    assertThat(purse.count(volume)).isEqualTo(BEFORE);
  }

  @Test
  void files_of_a_frozen_file_system_are_restored() throws Exception {
    try (LoopDevice device = LoopDevice.make(stage.directory, "ext4", 64 * MIB)) {
      Path volume = device.mount();
      Purse purse = PlainPurse.files(volume, stage.memory);
      stage.start(
          "writers.files { %s }%nproviders.main { kind = copy, directory = \"%s\" }"
              .formatted(purse.writer(), stage.directory.resolve("copies")));
      put(purse, BEFORE);
      String set = stage.backup("files");
      put(purse, AFTER);
      Files.writeString(volume.resolve("later"), "after the backup");

      stage.lull("restore", set, "--yes").ends(ExitCode.COMPLETED);
      assertThat(purse.count(volume)).isEqualTo(BEFORE);
      assertThat(volume.resolve("later")).doesNotExist();
      assertThat(volume.resolve("lost+found")).isDirectory();
    }
  }

  /** Old and new have to lie there side by side. */
  @Test
  void where_there_is_no_room_everything_stays_as_it_is() throws Exception {
    try (LoopDevice device = LoopDevice.make(stage.directory, "ext4", 64 * MIB)) {
      Path volume = device.mount();
      Purse purse = PlainPurse.files(volume, stage.memory);
      byte[] much = new byte[(int) (36 * MIB)];
      new Random(1).nextBytes(much);
      Files.write(volume.resolve("much"), much);
      stage.start(
          "writers.files { %s }%nproviders.main { kind = copy, directory = \"%s\" }"
              .formatted(purse.writer(), stage.directory.resolve("copies")));
      String set = stage.backup("files");
      put(purse, AFTER);

      Ran full = stage.lull("restore", set, "--yes").ends(ExitCode.FAILED);
      assertThat(full.err()).contains("No space left", "What was there before is as it was");
      assertThat(purse.count(volume)).isEqualTo(AFTER);
      assertThat(Files.readAllBytes(volume.resolve("much"))).isEqualTo(much);
      assertThat(volume.resolve(".lull-restore")).doesNotExist();
    }
  }

  /** Its own programs stop the application before the files come back, and start it afterwards. */
  @Test
  void what_scripts_freeze_is_stopped_restored_and_started_by_scripts() throws Exception {
    try (Scripts scripts = Scripts.make()) {
      Path data = Files.createDirectory(stage.directory.resolve("data"));
      Files.writeString(data.resolve("state"), "good");
      Path hook = scripts.write("hook", Scripts.USUAL);
      Path before = scripts.write("before", "echo stop >> log; cat " + data + "/state >> log\n");
      Path after = scripts.write("after", "cat " + data + "/state >> log; echo start >> log\n");
      stage.start(
          """
          writers.app {
            kind = script, contract = qemu, program = "%s", volumes = "%s", stops-writes = files
            run-directory = "%s", pre-restore = "%s", post-restore = "%s"
          }
          providers.main { kind = copy, directory = "%s" }
          """
              .formatted(
                  hook, data, stage.memory, before, after, stage.directory.resolve("copies")));
      String set = stage.backup("app");
      Files.writeString(data.resolve("state"), "damaged\n");

      stage.lull("restore", set, "--yes").ends(ExitCode.COMPLETED);
      assertThat(scripts.log()).containsExactly("freeze", "thaw", "stop", "damaged", "goodstart");
      assertThat(data.resolve("state")).hasContent("good");
    }
  }

  @Test
  void a_copy_is_taken_out_while_its_server_goes_on() throws Exception {
    TestRedis.need();
    Path volume = RealNode.passable(Files.createDirectory(stage.directory.resolve("volume")));
    try (Purse purse = PlainPurse.redis(volume)) {
      stage.start(
          "writers.db { %s }%nproviders.main { kind = copy, directory = \"%s\" }"
              .formatted(without(purse), stage.directory.resolve("copies")));
      put(purse, BEFORE);
      String set = stage.made("--writer", "db", "--allow-fuzzy");
      put(purse, AFTER);

      stage.lull("restore", set, "--to", "out").ends(ExitCode.COMPLETED);
      Path taken = stage.directory.resolve("out").resolve(volume.toString().substring(1));
      assertThat(purse.count(taken)).isEqualTo(BEFORE);
      put(purse, AFTER);
    }
  }
}
