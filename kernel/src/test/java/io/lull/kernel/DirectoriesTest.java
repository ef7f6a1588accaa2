package io.lull.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoriesTest {
  @TempDir Path directory;

  @Test
  void a_directory_is_made_moved_and_removed_by_its_name() throws Exception {
    Path made = directory.resolve("a b\nc");
    Path moved = directory.resolve("..d");
    try (Descriptor parent = Descriptor.ofDirectory(directory)) {
      Directories.make(parent, "a b\nc", 0700);
      assertThat(Files.getPosixFilePermissions(made))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      Directories.rename(parent, "a b\nc", "..d");
      assertThat(made).doesNotExist();
      assertThat(moved).isDirectory();
      Directories.remove(parent, "..d");
      assertThat(directory).isEmptyDirectory();
    }
  }

  @Test
  void what_is_in_the_way_is_said() throws Exception {
    Files.createDirectories(directory.resolve("full/inner"));
    try (Descriptor parent = Descriptor.ofDirectory(directory)) {
      assertThatThrownBy(() -> Directories.make(parent, "full", 0700))
          .hasMessageContaining("the name is taken (EEXIST)");
      assertThatThrownBy(() -> Directories.remove(parent, "full"))
          .hasMessageContaining("it is not empty (ENOTEMPTY)");
      assertThatThrownBy(() -> Directories.rename(parent, "none", "other"))
          .hasMessageContaining("there is nothing of this name (ENOENT)");
    }
  }

  @Test
  void permissions_are_those_that_were_asked_for() throws Exception {
    try (Descriptor own = Descriptor.ofDirectory(directory)) {
      Directories.permissions(own, 0711);
      assertThat(Files.getPosixFilePermissions(directory))
          .isEqualTo(PosixFilePermissions.fromString("rwx--x--x"));
    }
  }
}
