package io.lull.writer.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Freezing;
import io.lull.kernel.test.LoopDevice;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Node or guard is killed or stopped while a real file system is frozen: it is thawed within the
 * lease and a second, as a thread sees that writes to it.
 */
class DeathTest {
  private static final Deaths DEATHS = new Deaths();

  @TempDir Path directory;

  static Stream<Arguments> deaths() {
    return Deaths.of("ext4", "xfs");
  }

  @AfterAll
  static void tell() {
    DEATHS.tell();
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void whoever_dies_in_a_hold_it_ends_in_time(String kind, String who, String signal)
      throws Exception {
    try (LoopDevice device = LoopDevice.make(directory, kind, 320 << 20);
        Watch watch = Watch.of(device.mount())) {
      DEATHS.inHold(device.mount(), watch, kind, who, signal);
    }
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void whoever_dies_in_a_slow_freeze_it_is_undone(String kind, String who, String signal)
      throws Exception {
    try (Stuck stuck = Stuck.make(directory, kind);
        Watch watch = Watch.of(stuck.mount())) {
      DEATHS.inSlowFreeze(stuck.mount(), watch, stuck, kind, who, signal);
    }
  }

  @Test
  void a_freeze_of_somebody_elses_outlives_a_guard_that_never_answered() throws Exception {
    try (Scene scene = Scene.make();
        LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20);
        Watch watch = Watch.of(device.mount());
        Child child = Child.start(scene, scene.token(), device.mount(), Deaths.LEASE);
        Descriptor root = Descriptor.ofDirectory(device.mount())) {
      Freezing.freeze(root);
      watch.awaitFrozen();
      Child.signal(child.guard().pid(), "STOP");
      child.say("begin");
      assertThat(child.awaitLine("refused ")).contains("HOLD_LAPSED");
      Scene.await("the guard to be gone", () -> child.guard().gone());
      assertThat(watch.frozen()).isTrue();
      assertThat(Freezing.thaw(root)).isTrue();
    }
  }
}
