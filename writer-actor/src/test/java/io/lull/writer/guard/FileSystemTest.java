package io.lull.writer.guard;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.kernel.test.LoopDevice;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemTest {
  @TempDir Path directory;

  @Test
  void a_copy_that_is_written_to_it_or_into_an_image_on_it_would_wait_for_the_thaw()
      throws Exception {
    try (LoopDevice outer = LoopDevice.make(directory, "xfs", 320L << 20);
        LoopDevice inner = LoopDevice.make(outer.mount(), "ext4", 64L << 20)) {
      FileSystem outside = FileSystem.identify(outer.mount().toString());
      FileSystem inside = FileSystem.identify(inner.mount().toString());
      assertThatThrownBy(() -> outside.refuseToHold(outer.mount().toString()))
          .hasMessageContaining("would wait for the thaw");
      assertThatThrownBy(() -> outside.refuseToHold(inner.mount().toString()))
          .hasMessageContaining("would wait for the thaw");
      inside.refuseToHold(outer.mount().toString());
    }
  }
}
