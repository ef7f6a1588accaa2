package io.lull.acceptance.program;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The demonstration, told to its end or stopped by somebody who has seen enough. */
class DemoTest {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final int INTERRUPTED = 130;

  @TempDir Path directory;
  private User user;
  private Path scratch;
  private Set<Path> before;

  @BeforeEach
  void begin() throws Exception {
    scratch = Files.createDirectory(directory.resolve("tmp"));
    user =
        new User(Installation.in(directory.resolve("lull")), directory)
            .with("LULL_JAVA_OPTS", "-Djava.io.tmpdir=" + scratch);
    before = inMemory();
  }

  @AfterEach
  void end() throws Exception {
    user.close();
  }

  private static Set<Path> inMemory() throws IOException {
    try (Stream<Path> all = Files.list(MEMORY)) {
      return all.filter(path -> path.getFileName().toString().startsWith("lull-demo"))
          .collect(Collectors.toSet());
    }
  }

  private void nothingIsLeft() throws Exception {
    for (ProcessHandle left : user.processes()) {
      left.onExit().get(60, SECONDS);
    }
    try (Stream<Path> left = Files.list(scratch)) {
      // Native libraries are unpacked here by whoever loads them, and are no part of the story.
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("lull"))).isEmpty();
    }
    assertThat(inMemory()).isSubsetOf(before);
    assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(scratch.toString());
  }

  @Test
  void loses_money_without_sets_and_none_with_them_and_survives_the_coordinator() throws Exception {
    try (Started demo = user.start("demo")) {
      Ran ran = demo.ran().ends(ExitCode.COMPLETED);

      assertThat(ran.out())
          .contains(
              "of 10 have lost or made money",
              "none of 10 has lost or made any",
              "it went on by itself",
              "it has aborted the session");
    }
    nothingIsLeft();
  }

  @ParameterizedTest
  @ValueSource(strings = {"One coordinator and three hosts", "10 sets with Lull", "killed "})
  void control_c_leaves_nothing_behind(String moment) throws Exception {
    try (Started demo = user.start("demo")) {
      demo.await(moment);

      Ran ran = demo.interrupt().ran();

      assertThat(ran.exit()).as(ran.toString()).isEqualTo(INTERRUPTED);
      assertThat(ran.out()).doesNotContain("left behind", "could not go on");
    }
    nothingIsLeft();
  }
}
