package io.lull.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Real;
import io.lull.protocol.failure.ExitCode;
import io.lull.writer.database.ServerProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What can befall the bytes of a stream, on their way and where they are stored. */
class StreamTroubleTest {
  private static final String FILES = "files";
  private static final int MEBI = 1 << 20;
  private static final int PAGE = 4096;

  private static StreamStage stage;

  @BeforeAll
  static void begin() throws Exception {
    Path directory = StreamStage.make();
    stage = StreamStage.start(directory, StreamStage.instance(directory, FILES));
  }

  @AfterAll
  static void end() throws Exception {
    if (stage != null) {
      stage.close();
    }
  }

  /** The newest backup: they are listed in their order. */
  private static Path newest() {
    String line = stage.backups(FILES).getLast();
    return stage.target(FILES).resolve(line.substring(0, line.indexOf(' ')));
  }

  @Test
  void a_disk_that_is_full_in_the_middle_of_a_file_is_named() throws Exception {
    demandFull(3 * MEBI, "to store database files in ");
  }

  /** The host has completed the stream by then, and its target has all of it but this. */
  @Test
  void a_disk_on_which_only_the_manifest_does_not_fit_is_named() throws Exception {
    stage.demandBackup(FILES);
    long pages = 0;
    for (Path file : User.files(newest())) {
      if (!file.endsWith("manifest.json")) {
        pages += (Files.size(file) + PAGE - 1) / PAGE;
      }
    }
    demandFull(pages * PAGE, "to write the manifest in ");
  }

  private static void demandFull(long bytes, String what) throws Exception {
    Real.needRoot();
    Path small = Files.createTempDirectory(stage.directory, "small");
    ServerProcess.run(
        List.of("mount", "-t", "tmpfs", "-o", "size=" + bytes, "lull", small.toString()));
    try {
      Ran ran = stage.node.typed("stream", "here/" + FILES, "--to", small.toString());

      assertThat(ran.exit()).as(ran.toString()).isEqualTo(ExitCode.FAILED.number());
      assertThat(ran.err())
          .contains("expected " + what + small, "No space left on device")
          .contains("Make room there, or name another directory")
          .doesNotContain("\tat ");
      assertThat(User.files(small)).allMatch(file -> file.endsWith(".lull-lock"));
      // Its session hears of the end by another way than whoever asked for it.
      stage.awaitFree(FILES);
      assertThat(stage.stream(FILES, 0).stored()).isFalse();
    } finally {
      ServerProcess.run(List.of("umount", small.toString()));
    }
    stage.demandBackup(FILES);
  }

  @Test
  void a_byte_that_is_flipped_on_the_way_is_found_and_fetched_again() throws Exception {
    try (Interceptor between = Interceptor.before(stage.node.address)) {
      int place = 2 * MEBI + 4711;
      between.flip(place);

      Ran ran = stage.streamed(FILES, "--node", between.address()).ends(ExitCode.COMPLETED);

      assertThat(ran.err())
          .contains(
              "expected the block at byte %d of database files as it was sent".formatted(2 * MEBI));
    }
    stage.node.typed("stream", "verify", stage.target(FILES).toString()).ends(ExitCode.COMPLETED);
    demandRestored("transit");
  }

  @Test
  void a_byte_that_is_flipped_at_rest_is_named_and_never_restored() throws Exception {
    stage.demandBackup(FILES);
    Path archive = newest().resolve("database-files.tar");
    flip(archive, 3 * MEBI + 7);

    Ran verified =
        stage
            .node
            .typed("stream", "verify", stage.target(FILES).toString())
            .ends(ExitCode.VERIFY_FAILED);
    assertThat(verified.out()).contains(archive.toString(), "the bytes from " + 3 * MEBI);
    Path restored = stage.directory.resolve("restored-damaged");
    stage
        .node
        .typed(
            "stream",
            "restore",
            stage.target(FILES).toString(),
            "--backup",
            newest().getFileName().toString(),
            "--to",
            restored.toString())
        .ends(ExitCode.VERIFY_FAILED);
    assertThat(restored).doesNotExist();

    flip(archive, 3 * MEBI + 7);
    demandRestored("mended");
  }

  private static void demandRestored(String name) {
    Path restored = stage.directory.resolve("restored-" + name);
    stage
        .node
        .typed("stream", "restore", stage.target(FILES).toString(), "--to", restored.toString())
        .ends(ExitCode.COMPLETED);
    assertThat(restored.resolve("big"))
        .hasSameBinaryContentAs(stage.directory.resolve("files/big"));
  }

  private static void flip(Path file, long at) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, at);
      channel.write(ByteBuffer.wrap(new byte[] {(byte) ~one.get(0)}), at);
    }
  }
}
