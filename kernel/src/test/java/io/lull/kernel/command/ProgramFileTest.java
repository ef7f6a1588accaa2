package io.lull.kernel.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.test.Real;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramFileTest {
  @TempDir Path open;
  private Path closed;

  @BeforeEach
  void make() throws IOException {
    Real.needRoot();
    closed = Files.createTempDirectory(Path.of(System.getProperty("user.home")), ".lull-program");
  }

  @AfterEach
  void remove() throws IOException {
    try (var all = Files.walk(closed)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private Path program(Path directory) throws IOException {
    Path program = Files.writeString(directory.resolve("a program\n"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    return program;
  }

  @Test
  void a_program_is_the_same_until_anything_of_it_changes() throws Exception {
    Path path = program(closed);
    ProgramFile program = ProgramFile.identify(path.toString());
    program.demandSame();
    assertThat(
            ProgramFile.identify(
                closed + "/./../" + closed.getFileName() + "//" + path.getFileName()))
        .isNotEqualTo(program)
        .extracting(ProgramFile::inode)
        .isEqualTo(program.inode());
    Files.setLastModifiedTime(path, Files.getLastModifiedTime(path));
    assertThatThrownBy(program::demandSame)
        .isInstanceOf(UntrustedException.class)
        .hasMessageContaining("has changed");
    ProgramFile.demandTrusted(closed.toString());
  }

  @Test
  void everything_on_the_way_to_it_counts() throws Exception {
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path there = program(open);
    refuses(there.toString(), "can write to");
    Path link = Files.createSymbolicLink(closed.resolve("link"), there);
    refuses(link.toString(), "can write to");
    Path loop = Files.createSymbolicLink(closed.resolve("loop"), Path.of("loop"));
    assertThatThrownBy(() -> ProgramFile.identify(loop.toString()))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("too many links");
    refuses("bin/true", "not absolute");
    refuses(closed.toString(), "no file");
    assertThatThrownBy(() -> ProgramFile.identify("/nothing\0here"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> ProgramFile.demandTrusted(open.toString()))
        .isInstanceOf(UntrustedException.class);
    assertThatThrownBy(() -> ProgramFile.demandTrusted("/bin/sh"))
        .isInstanceOf(UntrustedException.class);
  }

  private static void refuses(String path, String why) {
    assertThatThrownBy(() -> ProgramFile.identify(path))
        .isInstanceOf(UntrustedException.class)
        .hasMessageContaining(why);
  }
}
