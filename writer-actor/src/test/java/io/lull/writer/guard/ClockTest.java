package io.lull.writer.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.FakeClock;
import io.lull.kernel.test.LoopDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of node and guard is set while something is frozen; the machine's own is not. */
class ClockTest {
  private static final Duration LEASE = Duration.ofSeconds(5);

  private static final long HALF_AN_HOUR = Duration.ofMinutes(30).toMillis();

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"+3600", "-3600"})
  void a_clock_that_is_set_makes_no_lease_longer_or_shorter(String step) throws Exception {
    FakeClock clock = FakeClock.in(directory);
    try (Scene scene = Scene.make();
        LoopDevice device = LoopDevice.make(directory, "ext4", 64 << 20);
        Watch watch = Watch.of(device.mount());
        Child child =
            Child.start(
                scene,
                scene.token(),
                device.mount(),
                LEASE,
                Duration.ofSeconds(20),
                List.of(),
                clock.environment())) {
      assertThat(Files.readString(Path.of("/proc/" + child.guard().pid() + "/maps")))
          .contains("libfaketime");
      long before = time(child);
      child.say("begin");
      long asked = Long.parseLong(child.awaitLine("asked "));
      child.awaitLine("began");
      watch.awaitFrozen();
      clock.set(step);
      Scene.await("the clock to be set", () -> Math.abs(time(child) - before) > HALF_AN_HOUR);
      long thawed = watch.awaitThawed();
      assertThat(Duration.ofNanos(thawed - asked))
          .isGreaterThanOrEqualTo(LEASE.minusMillis(100))
          .isLessThan(LEASE.plusSeconds(1));
      child.say("end");
      assertThat(child.awaitLine("ended ")).isEqualTo("LAPSED");
    }
  }

  private static long time(Child child) {
    try {
      child.say("time");
      return Long.parseLong(child.awaitLine("time "));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
