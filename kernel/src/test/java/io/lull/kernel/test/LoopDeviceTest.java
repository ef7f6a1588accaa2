package io.lull.kernel.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.Descriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopDeviceTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"ext4, 64", "xfs, 320", "btrfs, 128"})
  void a_file_system_is_there_until_it_is_closed(String kind, long mebibytes) throws Exception {
    Path mount;
    try (LoopDevice device = LoopDevice.make(directory, kind, mebibytes << 20)) {
      mount = device.mount();
      assertThat(device.mounted()).isTrue();
      Files.writeString(mount.resolve("file"), "x");
      try (Descriptor inside = Descriptor.ofDirectory(mount);
          Descriptor outside = Descriptor.ofDirectory(directory)) {
        assertThat(inside.identity().mount()).isNotEqualTo(outside.identity().mount());
      }
    }
    assertThat(mount).doesNotExist();
    assertThat(directory).isEmptyDirectory();
  }
}
