package io.lull.writer.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.LoopDevice;
import io.lull.protocol.certificate.HoldEnd;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One guard and one node, of which nobody dies. */
class GuardTest {
  @TempDir Path directory;
  private Scene scene;

  @BeforeEach
  void begin() throws Exception {
    scene = Scene.make();
  }

  @AfterEach
  void end() throws Exception {
    scene.close();
  }

  @Test
  void a_hold_stands_until_it_is_ended_and_says_so() throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20);
        Watch watch = Watch.of(device.mount())) {
      Guard guard = scene.guard();
      HoldNote note = scene.note(device.mount());
      guard.begin(note, Duration.ofMinutes(1));
      assertThat(scene.holdFiles()).containsExactly(note);
      watch.awaitFrozen();
      assertThat(guard.end(note.token())).isEqualTo(HoldEnd.HELD);
      watch.awaitThawed();
      assertThat(guard.end(note.token())).isEqualTo(HoldEnd.HELD);
      assertThat(scene.holdFiles()).isEmpty();
      assertThat(guard.end(scene.token())).isEqualTo(HoldEnd.NOT_HELD);
    }
  }
}
