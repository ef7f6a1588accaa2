package io.lull.writer.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.LoopDevice;
import io.lull.kernel.test.Real;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock of node and guard is set while something is frozen; the machine's own is not. */
class ClockTest {
  private static final Duration LEASE = Duration.ofSeconds(2);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"+3600", "-3600"})
  void a_clock_that_is_set_makes_no_lease_longer_or_shorter(String step) throws Exception {
    Optional<Path> library = library();
    Real.need("libfaketime", library.isPresent());
    Path offset = Files.writeString(directory.resolve("offset"), "+0");
    Map<String, String> environment =
        Map.of(
            "LD_PRELOAD", library.get().toString(),
            "FAKETIME_TIMESTAMP_FILE", offset.toString(),
            "FAKETIME_NO_CACHE", "1",
            "FAKETIME_DONT_FAKE_MONOTONIC", "1",
            "DONT_FAKE_MONOTONIC", "1");
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
                environment)) {
      assertThat(Files.readString(Path.of("/proc/" + child.guard().pid() + "/maps")))
          .contains("libfaketime");
      child.say("time");
      long before = Long.parseLong(child.awaitLine("time "));
      child.say("begin");
      long asked = Long.parseLong(child.awaitLine("asked "));
      child.awaitLine("began");
      watch.awaitFrozen();
      Files.writeString(offset, step);
      child.say("time");
      long after = Long.parseLong(child.awaitLine("time "));
      assertThat(Math.abs(after - before)).isGreaterThan(Duration.ofMinutes(50).toMillis());
      long thawed = watch.awaitThawed();
      assertThat(Duration.ofNanos(thawed - asked))
          .isGreaterThanOrEqualTo(LEASE.minusMillis(100))
          .isLessThan(LEASE.plusSeconds(1));
      child.say("end");
      assertThat(child.awaitLine("ended ")).isEqualTo("LAPSED");
    }
  }

  private static Optional<Path> library() throws IOException {
    for (Path place : List.of(Path.of("/usr/lib"), Path.of("/usr/lib64"))) {
      if (Files.isDirectory(place)) {
        try (Stream<Path> found =
            Files.find(place, 3, (path, _) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
          Optional<Path> first = found.findFirst();
          if (first.isPresent()) {
            return first;
          }
        }
      }
    }
    return Optional.empty();
  }
}
