package io.lull.kernel.test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A clock for processes that a test starts, by libfaketime. Only what tells the time of day is
 * changed; the monotonic clock goes on as it is.
 */
public record FakeClock(Path library, Path offset) {

  /** One that is right, or skips the test that wants it where the machine has none. */
  public static FakeClock in(Path directory) throws IOException {
    Optional<Path> library = installed();
    Real.need("libfaketime", library.isPresent());
    FakeClock clock = new FakeClock(library.orElseThrow(), directory.resolve("offset"));
    clock.set("+0");
    return clock;
  }

  /** What a process has to be started with. */
  public Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAKETIME_TIMESTAMP_FILE", offset.toString(),
        // Otherwise waits that have a limit end at once.
        "FAKETIME_FORCE_MONOTONIC_FIX", "0",
        // Otherwise it reads the file whenever somebody asks for the time.
        "FAKETIME_CACHE_DURATION", "1",
        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
        "DONT_FAKE_MONOTONIC", "1");
  }

  /** Sets it for all its processes, by so many seconds, such as {@code +3600}; soon they see it. */
  public void set(String seconds) throws IOException {
    Path whole = Files.writeString(offset.resolveSibling("offset.new"), seconds);
    Files.move(whole, offset, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Optional<Path> installed() throws IOException {
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
