package io.lull.protocol.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.table.Machine;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One seed is one run, wherever it runs. */
class OtherMachineTest {
  /** No order of a hash table, no identity and no compiled code may show in a run. */
  @ParameterizedTest
  @ValueSource(longs = {7, 29})
  void one_seed_is_one_run_on_every_virtual_machine(long seed) throws Exception {
    assertThat(sha256(logOfAnotherMachine(seed))).isEqualTo(sha256(SimulationTest.log(seed)));
  }

  /** Where all objects have one hash, sets begin elsewhere, and nothing is compiled. */
  private static String logOfAnotherMachine(long seed) throws Exception {
    Path log = Files.createTempFile("lull-sim-", ".log");
    try {
      // The simulator needs the JDK only, so that these two places are its whole class path.
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UnlockExperimentalVMOptions",
                  "-XX:hashCode=2",
                  "-XX:+UseParallelGC",
                  "-Xint",
                  "-cp",
                  place(Machine.class) + File.pathSeparator + place(Sim.class),
                  Sim.class.getName(),
                  Long.toString(seed))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectOutput(log.toFile())
              .start();
      assertThat(other.waitFor()).as(() -> "exit code, with the log " + read(log)).isZero();
      return read(log);
    } finally {
      Files.delete(log);
    }
  }

  private static String place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }
}
