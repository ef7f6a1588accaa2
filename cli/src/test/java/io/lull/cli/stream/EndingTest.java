package io.lull.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.FakeStreams.Act;
import io.lull.cli.Main;
import io.lull.cli.Typed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is left when a program is ended from outside, or when nothing more fits on the disk. */
class EndingTest extends StreamScene {
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @AfterEach
  void letGo() {
    goOn.countDown();
  }

  /** The program as a process, which stands still in the middle of a file. */
  private Process started(String before) throws IOException, InterruptedException {
    streams.mischief =
        (file, offset) -> {
          if (offset == 2 << 20 && reached.getCount() > 0) {
            reached.countDown();
            await(goOn);
          }
          return Act.SEND;
        };
    List<String> command =
        new ArrayList<>(
            List.of(
                "bash",
                "-c",
                before + "exec \"$@\"",
                "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--node",
                node.url(),
                "stream",
                SHOP,
                "--to",
                backups.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("XDG_STATE_HOME", directory + "/state");
    builder.redirectError(directory.resolve("err").toFile());
    builder.redirectOutput(directory.resolve("out").toFile());
    return builder.start();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private static void isOver(Process process) throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private String said() throws IOException {
    return Files.readString(directory.resolve("err"), StandardCharsets.UTF_8);
  }

  @Test
  void what_a_killed_run_leaves_is_no_backup_and_the_next_one_removes_it() throws Exception {
    Process process = started("");
    await(reached);
    process.destroyForcibly();
    isOver(process);
    goOn.countDown();

    Path left = only();
    assertThat(left.resolve("manifest.json")).doesNotExist();
    assertThat(good(type("stream", "list", "backups")).out().lines()).hasSize(1);
    assertThat(type("stream", "restore", "backups", "--to", "new").exit()).isEqualTo(2);
    streams.lose();

    Typed typed = good(stream());

    assertThat(typed.err()).contains("removing " + left + ", which an earlier run has left");
    assertThat(only()).isNotEqualTo(left);
    good(type("stream", "verify", "backups"));
  }

  @Test
  void a_run_that_is_told_to_end_undoes_everything() throws Exception {
    Process process = started("");
    await(reached);
    process.destroy();
    isOver(process);

    assertThat(process.exitValue()).as(said()).isEqualTo(10);
    assertThat(said()).contains("interrupted");
    assertThat(kept()).isEmpty();
    assertThat(called()).endsWith("EndStream").doesNotContain("TruncateLog", "ConfirmStored");
    assertThat(streams.instance().stream()).isEmpty();
  }

  @Test
  void a_run_that_has_no_time_left_undoes_everything() throws IOException {
    Typed typed = stream("--rate", "4K", "--timeout", "3s");

    assertThat(typed.exit()).as(typed.toString()).isEqualTo(11);
    assertThat(typed.err()).contains("the time of --timeout is over");
    assertThat(kept()).isEmpty();
    assertThat(streams.instance().stream()).isEmpty();
  }

  @Test
  void a_run_that_lives_is_left_alone() throws Exception {
    Process process = started("");
    await(reached);

    Typed beside = stream();

    assertThat(beside.exit()).isEqualTo(3);
    assertThat(beside.err())
        .contains("E-002 BACKUP_IN_PROGRESS", "the stream of session " + session(only()) + " does")
        .contains("`lull abort SESSION --node ")
        .doesNotContain("removing");
    goOn.countDown();
    isOver(process);
    assertThat(process.exitValue()).as(said()).isZero();
    assertThat(only().resolve("manifest.json")).exists();
  }

  @Test
  void a_disk_that_takes_no_more_ends_it() throws Exception {
    goOn.countDown();
    Process process = started("ulimit -f 2048; ");
    isOver(process);

    assertThat(process.exitValue()).as(said()).isEqualTo(1);
    assertThat(said()).contains("expected to store database orders in", "too large");
    assertThat(kept()).isEmpty();
    assertThat(called()).endsWith("EndStream").doesNotContain("TruncateLog");
    assertThat(streams.instance().stream()).isEmpty();
  }
}
