package io.lull.writer.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Freezing;
import io.lull.kernel.test.LoopDevice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Node or guard is killed or stopped while a real file system is frozen: it is thawed within the
 * lease and a second, as a thread sees that writes to it. That second is the promise itself.
 */
class DeathTest {
  private static final Duration LEASE = Duration.ofMillis(1500);
  private static final Duration PROMISE = Duration.ofSeconds(1);
  private static final List<String> MEASURED = new ArrayList<>();

  @TempDir Path directory;

  static Stream<Arguments> deaths() {
    return Stream.of("ext4", "xfs")
        .flatMap(
            kind ->
                Stream.of("node", "guard")
                    .flatMap(
                        who ->
                            Stream.of("KILL", "STOP", "TERM")
                                .map(signal -> Arguments.of(kind, who, signal))));
  }

  @AfterAll
  static void tell() {
    MEASURED.forEach(System.out::println);
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void whoever_dies_in_a_hold_it_ends_in_time(String kind, String who, String signal)
      throws Exception {
    try (Scene scene = Scene.make();
        LoopDevice device = LoopDevice.make(directory, kind, 320 << 20);
        Watch watch = Watch.of(device.mount());
        Child child = Child.start(scene, scene.token(), device.mount(), LEASE)) {
      child.say("begin");
      long asked = Long.parseLong(child.awaitLine("asked "));
      child.awaitLine("began");
      long frozen = watch.awaitFrozen();
      long died = System.nanoTime();
      Child.signal(who.equals("node") ? child.pid() : child.guard().pid(), signal);
      long thawed = watch.awaitThawed();
      measured(kind, who, signal, "in the hold", thawed - died, thawed - frozen);
      assertThat(Duration.ofNanos(thawed - asked)).isLessThan(LEASE.plus(PROMISE));
      if (who.equals("guard")) {
        // One that was stopped must not wake up and end somebody else's freeze.
        Scene.await("the guard to be gone", () -> child.guard().gone());
        child.say("end");
        assertThat(child.awaitLine("ended ")).isEqualTo("LAPSED");
      }
      Scene.await("no hold file", () -> scene.holds() == 0);
    }
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void whoever_dies_in_a_slow_freeze_it_is_undone(String kind, String who, String signal)
      throws Exception {
    try (Scene scene = Scene.make();
        Stuck stuck = Stuck.make(directory, kind);
        Watch watch = Watch.of(stuck.mount());
        Child child = Child.start(scene, scene.token(), stuck.mount(), LEASE)) {
      stuck.jam();
      child.say("begin");
      long asked = Long.parseLong(child.awaitLine("asked "));
      Scene.await("a freeze that hangs", child::guardBlocks);
      Child.signal(who.equals("node") ? child.pid() : child.guard().pid(), signal);
      // The freeze returns when its lease is over, which is later than anybody would like.
      Scene.await(
          "the lease to be over",
          () -> System.nanoTime() - asked > LEASE.plusMillis(300).toNanos());
      assertThat(watch.frozen()).isTrue();
      long free = System.nanoTime();
      stuck.free();
      long thawed = watch.awaitThawed();
      measured(kind, who, signal, "in a slow freeze", thawed - free, thawed - asked);
      assertThat(Duration.ofNanos(thawed - free)).isLessThan(PROMISE);
      Scene.await("no hold file", () -> scene.holds() == 0);
      // What is frozen after that would be frozen for ever.
      if (who.equals("guard") && !signal.equals("TERM")) {
        Scene.await("the guard to be gone", () -> child.guard().gone());
      }
      watch.awaitThawed();
    }
  }

  @Test
  void a_freeze_of_somebody_elses_outlives_a_guard_that_never_answered() throws Exception {
    try (Scene scene = Scene.make();
        LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20);
        Watch watch = Watch.of(device.mount());
        Child child = Child.start(scene, scene.token(), device.mount(), LEASE);
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

  private static void measured(
      String kind, String who, String signal, String when, long after, long all) {
    MEASURED.add(
        "%s | %s | %s | %s | %d ms | %d ms"
            .formatted(who, signal, when, kind, after / 1_000_000, all / 1_000_000));
  }
}
