package io.lull.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Real;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreezingTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"ext4, 64", "xfs, 320", "btrfs, 128"})
  void writes_wait_until_the_thaw(String kind, long mebibytes) throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, kind, mebibytes << 20);
        Descriptor root = Descriptor.ofDirectory(device.mount())) {
      Freezing.awaitWrites(root);
      Freezing.freeze(root);
      CountDownLatch written = new CountDownLatch(1);
      Thread.ofPlatform()
          .start(
              () -> {
                Freezing.awaitWrites(root);
                written.countDown();
              });
      assertThatThrownBy(() -> Freezing.freeze(root))
          .isInstanceOfSatisfying(
              SystemCallException.class, failed -> assertThat(failed.is(Errno.EBUSY)).isTrue());
      assertThat(written.await(50, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(Freezing.thaw(root)).isTrue();
      assertThat(Freezing.thaw(root)).isFalse();
      written.await();
    }
  }

  @Test
  void what_cannot_be_frozen_says_so() throws Exception {
    Path memory = Path.of("/dev/shm");
    Real.need("memory-backed files in /dev/shm", Files.isDirectory(memory));
    try (Descriptor root = Descriptor.ofDirectory(memory)) {
      assertThat(root.fileSystem()).isEqualTo(FileSystemKind.TMPFS);
      assertThatThrownBy(() -> Freezing.freeze(root))
          .isInstanceOfSatisfying(
              SystemCallException.class,
              failed -> assertThat(failed.is(Errno.EOPNOTSUPP) || failed.is(Errno.EPERM)).isTrue());
    }
  }

  @Test
  void a_file_system_in_an_image_needs_the_one_with_the_image() throws Exception {
    try (LoopDevice outer = LoopDevice.make(directory, "btrfs", 256 << 20);
        LoopDevice inner = LoopDevice.make(outer.mount(), "ext4", 32 << 20);
        Descriptor above = Descriptor.ofDirectory(inner.mount());
        Descriptor below = Descriptor.ofDirectory(outer.mount());
        Descriptor last = Descriptor.ofDirectory(directory)) {
      assertThat(Below.of(SuperBlock.of(above)))
          .contains(SuperBlock.of(below), SuperBlock.of(last))
          .doesNotContain(SuperBlock.of(above));
      assertThat(Below.of(SuperBlock.of(below))).doesNotContain(SuperBlock.of(above));
    }
  }
}
