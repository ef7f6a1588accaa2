package io.lull.node.tool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ThawToolTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path run;
  private Path strange;

  @BeforeEach
  void directory() throws IOException {
    run = Files.createTempDirectory(Path.of("/dev/shm"), "lull-thaw-tool");
    Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwx------"));
    strange = run.resolve("hold-newer");
  }

  @AfterEach
  void clean() throws IOException {
    Files.deleteIfExists(strange);
    Files.delete(run);
  }

  private ExitCode thaw(String... more) throws InterruptedException {
    String[] all = new String[more.length + 3];
    System.arraycopy(more, 0, all, 3, more.length);
    all[0] = "--list";
    all[1] = "--run-directory";
    all[2] = run.toString();
    return ThawTool.run(all, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  @Test
  void what_may_still_stand_is_told_to_programs_as_to_people() throws Exception {
    Files.writeString(strange, "lull hold 2\nkind moon\n");
    Files.setPosixFilePermissions(strange, PosixFilePermissions.fromString("rw-------"));

    assertThat(thaw("-o", "json")).isEqualTo(ExitCode.THAW_UNCONFIRMED);
    assertThat(out.toString(UTF_8))
        .startsWith("{\"exit\":20,")
        .contains("{\"state\":\"NOT_THAWED\",\"what\":\"what " + strange + " holds\"")
        .hasLineCount(1);
  }

  @Test
  void nothing_held_is_told_so() throws Exception {
    ExitCode exit = thaw("--output", "yaml");

    // Others may have frozen something on this machine.
    assertThat(exit).isIn(ExitCode.COMPLETED, ExitCode.BUSY);
    assertThat(out.toString(UTF_8))
        .startsWith("exit: " + exit.number() + "\n")
        .doesNotContain("grade")
        .contains("- state: NOTHING_HELD\n    what: " + run);
  }

  @Test
  void what_is_not_an_option_is_refused_in_that_form() throws Exception {
    assertThat(thaw("-o=json", "--lits")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(UTF_8)).startsWith("{\"exit\":2,").contains("'--lits'");
    assertThat(out.toString(UTF_8)).isEmpty();
  }
}
