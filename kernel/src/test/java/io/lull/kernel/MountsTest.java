package io.lull.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Real;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MountsTest {
  @TempDir Path directory;
  private Path copy;
  private Path place;

  @BeforeEach
  void make() throws IOException {
    Real.needRoot();
    copy = Files.createDirectory(directory.resolve("copy"));
    place = Files.createDirectory(directory.resolve("place"));
    Files.writeString(copy.resolve("file"), "content");
  }

  private void show() throws IOException {
    try (Descriptor from = Descriptor.ofPlainDirectory(copy.toString());
        Descriptor to = Descriptor.ofPlainDirectory(place.toString())) {
      Mounts.show(from, to);
    }
  }

  private void takeAway(boolean lazily) throws IOException {
    try (Descriptor parent = Descriptor.ofPlainDirectory(directory.toString())) {
      Mounts.takeAway(parent, "place", lazily);
    }
  }

  @Test
  void what_is_shown_can_be_read_and_nothing_else() throws Exception {
    show();
    try {
      assertThat(place.resolve("file")).hasContent("content");
      assertThatThrownBy(() -> Files.writeString(place.resolve("file"), "other"))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("Read-only");
      assertThat(Mount.all())
          .filteredOn(mount -> mount.point().equals(place.toString()))
          .singleElement()
          .satisfies(
              mount -> assertThat(mount.options()).contains("ro", "nosuid", "nodev", "noexec"));
      // The directory itself is as it was.
      Files.writeString(copy.resolve("file"), "changed");
      assertThat(place.resolve("file")).hasContent("changed");
    } finally {
      takeAway(false);
    }
    assertThat(Mount.isPoint(place)).isFalse();
    assertThat(place).isEmptyDirectory();
  }

  @Test
  void what_somebody_uses_is_taken_away_only_lazily() throws Exception {
    show();
    try (var inUse = Files.newInputStream(place.resolve("file"))) {
      assertThatThrownBy(() -> takeAway(false))
          .isInstanceOfSatisfying(
              SystemCallException.class, busy -> assertThat(busy.is(Errno.EBUSY)).isTrue());
      takeAway(true);
      assertThat(place).isEmptyDirectory();
      assertThat(inUse.readAllBytes()).asString().isEqualTo("content");
    }
  }

  @Test
  void a_link_anywhere_on_the_way_is_refused() throws Exception {
    Files.createSymbolicLink(directory.resolve("link"), directory);
    for (String path : new String[] {"link", "link/place"}) {
      assertThatThrownBy(
              () -> Descriptor.ofPlainDirectory(directory.resolve(path).toString()).close())
          .as(path)
          .isInstanceOfSatisfying(
              SystemCallException.class, link -> assertThat(link.is(Errno.ELOOP)).isTrue());
    }
  }

  @Test
  void what_is_mounted_at_another_name_stays() throws Exception {
    LoopDevice.run("mount", "-t", "tmpfs", "tmpfs", place.toString());
    try (Descriptor parent = Descriptor.ofPlainDirectory(directory.toString())) {
      Files.createSymbolicLink(directory.resolve("link"), place);
      assertThatThrownBy(() -> Mounts.takeAway(parent, "link", false))
          .isInstanceOf(SystemCallException.class);
      assertThat(Mount.isPoint(place)).isTrue();
    } finally {
      LoopDevice.run("umount", place.toString());
    }
  }
}
