package io.lull.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.test.LoopDevice;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubvolumesTest {
  @TempDir Path directory;
  private LoopDevice device;
  private Descriptor top;

  @BeforeEach
  void mount() throws Exception {
    device = LoopDevice.make(directory, "btrfs", 128 << 20);
    top = Descriptor.ofDirectory(device.mount());
  }

  @AfterEach
  void unmount() throws Exception {
    if (device != null) {
      top.close();
      device.close();
    }
  }

  @Test
  void a_snapshot_is_read_only_until_it_is_opened_and_goes_when_it_is_destroyed() throws Exception {
    Subvolumes.create(top, "a b\nü");
    Files.writeString(device.mount().resolve("a b\nü/file"), "content");
    Path copy = device.mount().resolve("copy");
    try (Descriptor source = top.child("a b\nü")) {
      assertThat(Subvolumes.isSubvolume(source)).isTrue();
      assertThat(Subvolumes.number(source)).isNotEqualTo(Subvolumes.number(top));
      assertThat(Subvolumes.fileSystem(source)).isEqualTo(Subvolumes.fileSystem(top)).hasSize(32);
      Subvolumes.snapshot(source, top, "copy");
    }
    assertThat(copy.resolve("file")).hasContent("content");
    try (Descriptor opened = top.child("copy")) {
      assertThat(Subvolumes.isWritable(opened)).isFalse();
      Subvolumes.writable(opened, true);
      Files.writeString(copy.resolve("added"), "x");
      Subvolumes.writable(opened, false);
      assertThat(Subvolumes.isWritable(opened)).isFalse();
      assertThat(Quotas.exclusive(opened)).isEmpty();
    }
    Subvolumes.destroy(top, "copy");
    assertThat(copy).doesNotExist();
    Subvolumes.commit(top);
    assertThat(Subvolumes.nested(top)).containsExactly("a b\nü");
  }

  @Test
  void a_plain_directory_is_no_subvolume_and_cannot_be_copied() throws Exception {
    Files.createDirectory(device.mount().resolve("plain"));
    try (Descriptor plain = top.child("plain");
        Descriptor outside = Descriptor.ofDirectory(directory)) {
      assertThat(Subvolumes.isSubvolume(plain)).isFalse();
      assertThat(Subvolumes.isSubvolume(outside)).isFalse();
      assertThatThrownBy(() -> Subvolumes.snapshot(plain, top, "copy"))
          .isInstanceOf(SystemCallException.class);
      assertThatThrownBy(() -> Subvolumes.number(outside))
          .isInstanceOfSatisfying(
              SystemCallException.class, failed -> assertThat(failed.is(Errno.ENOTTY)).isTrue());
    }
  }
}
