package io.lull.protocol.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.table.Machine;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
  private static final int FRESH = 200;

  /** Seeds that once broke a promise; each stays for ever. */
  @Test
  void what_once_failed_does_not_fail_again() {
    List<Long> seeds = seeds();
    assertThat(seeds).isNotEmpty();
    seeds.forEach(SimulationTest::run);
  }

  @Test
  void a_fixed_range_of_seeds_keeps_every_promise() {
    LongStream.rangeClosed(1, 100).forEach(SimulationTest::run);
  }

  @Test
  void fresh_seeds_keep_every_promise() {
    String wanted = System.getProperty("lull.seeds", "");
    int count = wanted.matches("[0-9]+") ? Integer.parseInt(wanted) : FRESH;
    long from = new SplittableRandom().nextInt(1 << 30);
    System.out.println("simulating " + count + " fresh seeds from " + from);
    LongStream.range(from, from + count).forEach(SimulationTest::run);
  }

  @Test
  void one_seed_is_one_run_byte_for_byte() {
    assertThat(log(7)).isEqualTo(log(7)).isNotEqualTo(log(8));
  }

  /** No order of a hash table, no identity and no compiled code may show in a run. */
  @ParameterizedTest
  @ValueSource(longs = {7, 29})
  void one_seed_is_one_run_on_every_virtual_machine(long seed) throws Exception {
    assertThat(sha256(logOfAnotherMachine(seed))).isEqualTo(sha256(log(seed)));
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

  @Test
  void a_wrong_command_line_is_answered_with_the_usage() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit = Sim.run(new String[] {"--runs"}, new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(exit).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: ./sim SEED");
  }

  private static void run(long seed) {
    Run run = new Run(seed, Machines.real(), Optional.empty());
    try {
      run.run();
    } catch (Violation violation) {
      throw new AssertionError(
          "seed "
              + seed
              + ", step "
              + run.steps()
              + ": "
              + violation.getMessage()
              + "\nHINT: Replay it with ./sim "
              + seed,
          violation);
    }
  }

  private static String log(long seed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Sim.replay(seed, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  static List<Long> seeds() {
    try (InputStream in = SimulationTest.class.getResourceAsStream("seeds.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .map(Long::valueOf)
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
