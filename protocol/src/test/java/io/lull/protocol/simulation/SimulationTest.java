package io.lull.protocol.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

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

  @Test
  void a_wrong_command_line_is_answered_with_the_usage() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit =
        Sim.SETS.run(new String[] {"--runs"}, new PrintStream(out, true, StandardCharsets.UTF_8));
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

  static String log(long seed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Sim.SETS.replay(seed, new PrintStream(out, true, StandardCharsets.UTF_8));
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
