package io.lull.writer.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.test.Real;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldFilesTest {
  private static final HoldFile FILE = new HoldFile(FramesTest.NOTE, new GuardLife(1, 2));

  @TempDir Path directory;

  @Test
  void what_is_noted_is_found_until_it_is_removed() throws Exception {
    HoldFiles files = HoldFiles.in(directory);
    files.write(FILE);
    Files.writeString(directory.resolve("hold-strange"), "something else");
    assertThat(files.all()).containsExactly(FILE);
    files.remove(FILE.note().token());
    files.remove(FILE.note().token());
    assertThat(files.all()).isEmpty();
    assertThat(HoldFiles.in(directory.resolve("nothing")).all()).isEmpty();
  }

  @Test
  void a_hold_that_nobody_can_read_is_not_called_nothing() throws Exception {
    Files.writeString(directory.resolve("hold-newer"), "lull hold 2\nkind moon\n");
    Files.write(directory.resolve("hold-half\n"), new byte[] {(byte) 0xc3});
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ExitCode exit =
        ThawLocal.run(
            new String[] {"--run-directory", directory.toString()},
            new PrintStream(out, true, UTF_8),
            new PrintStream(out, true, UTF_8));

    assertThat(exit).isEqualTo(ExitCode.THAW_UNCONFIRMED);
    assertThat(out.toString(UTF_8))
        .contains("NOT THAWED: what " + directory + "/hold-newer holds")
        .contains("NOT THAWED: what " + directory + "/hold-half? holds")
        .doesNotContain("nothing is held");
  }

  @Test
  void a_directory_that_is_not_there_is_a_mistake_and_nothing_that_stands() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Path file = Files.createFile(directory.resolve("file"));
    for (Path wrong : List.of(directory.resolve("none"), file)) {
      String[] noted = {"--run-directory", wrong.toString()};
      assertThat(thaw(out, err, noted)).isEqualTo(ExitCode.USAGE);
      assertThat(err.toString(UTF_8))
          .startsWith("lull thaw: expected a directory after --run-directory, but there is no ")
          .endsWith(wrong + ". See 'lull thaw --help'\n");
      assertThat(out.toString(UTF_8)).isEmpty();
      err.reset();

      String[] foreign = {"--run-directory", directory.toString(), "--foreign", wrong.toString()};
      assertThat(thaw(out, err, foreign)).isEqualTo(ExitCode.USAGE);
      assertThat(out.toString(UTF_8))
          .startsWith("nothing is held by Lull, as far as " + directory + " says\n")
          .contains("is not there: " + wrong + ": correct what follows --foreign\n");
      out.reset();
    }
  }

  private static ExitCode thaw(
      ByteArrayOutputStream out, ByteArrayOutputStream err, String... arguments) throws Exception {
    return ThawLocal.run(
        arguments, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  @Test
  void what_others_could_have_written_is_not_believed() throws Exception {
    Path memory = Files.createTempDirectory(Path.of("/dev/shm"), "lull-hold-files");
    try {
      HoldFiles.make(memory).write(FILE);
      Files.setPosixFilePermissions(memory, PosixFilePermissions.fromString("rwxrwx---"));
      assertThatThrownBy(() -> HoldFiles.in(memory).all())
          .hasMessageContaining("only its owner can write to")
          .hasMessageContaining("rwxrwx---");
      assertThatThrownBy(() -> HoldFiles.make(memory))
          .hasMessageContaining("only its owner can write to");
      Files.setPosixFilePermissions(memory, PosixFilePermissions.fromString("rwxr-xr-x"));
      Real.needRoot();
      Files.setAttribute(memory, "unix:uid", 65534);
      assertThatThrownBy(() -> HoldFiles.in(memory).all())
          .hasMessageContaining("belongs to user 65534");
    } finally {
      HoldFiles.in(memory).remove(FILE.note().token());
      Files.delete(memory);
    }
  }

  @Test
  void a_file_is_readable_without_a_program() {
    assertThat(FILE.text())
        .startsWith("lull hold 1\nkind filesystem\npath /mnt/a b\\000ac \\005c ü \\d83d\\de00/..\n")
        .contains("\nwriter files\n");
  }

  @Test
  void whatever_it_says_it_is_a_hold_or_nothing() {
    Garbled.isAHoldOrNothing(FILE, 7);
  }

  @Test
  void a_run_directory_on_a_disk_is_refused() throws Exception {
    Path memory = Path.of("/dev/shm");
    Real.need("memory-backed files in /dev/shm", Files.isDirectory(memory));
    Real.need("a temporary directory on a disk", !directory.startsWith(memory));
    Path good = Files.createTempDirectory(memory, "lull").resolve("run");
    assertThat(HoldFiles.make(good).all()).isEmpty();
    Files.delete(good);
    Files.delete(good.getParent());
    assertThatThrownBy(() -> HoldFiles.make(directory))
        .isInstanceOfSatisfying(
            GuardException.class,
            refused ->
                assertThat(refused.fault().failure()).isEqualTo(Failure.WRITER_INFRASTRUCTURE))
        .hasMessageContaining("on a disk");
  }
}
