package io.lull.acceptance.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.simulation.Faults;
import io.lull.protocol.simulation.Trace;
import io.lull.protocol.simulation.Violation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActorSimulationTest {
  private static final long FROM = 1000;
  private static final int SEEDS = 200;
  private static final int RUNS_MOST = 400;

  @Test
  void what_once_failed_does_not_fail_again() {
    assertThat(seeds()).isNotEmpty();
    seeds().forEach(ActorSimulationTest::run);
  }

  /** The same seeds every time; fresh ones are the business of {@code ./sim --actors --runs}. */
  @Test
  void a_range_of_seeds_keeps_every_promise() {
    LongStream.range(FROM, FROM + SEEDS).forEach(ActorSimulationTest::run);
  }

  @Test
  void a_backup_without_faults_makes_a_good_set() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Trace trace = new Trace(new PrintStream(out, true, StandardCharsets.UTF_8));
    new Run(3, Faults.NONE, Plants.NONE, Optional.of(trace)).run();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("SetCreated", "STANDS STILL");
  }

  @Test
  void one_seed_is_one_run_byte_for_byte() {
    assertThat(log(7)).isEqualTo(log(7)).isNotEqualTo(log(8));
  }

  @Test
  void one_seed_is_the_same_run_in_every_process() throws IOException, InterruptedException {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens",
                "java.base/java.lang=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                ActorSim.class.getName(),
                "7")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String log = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(other.waitFor()).isZero();
    assertThat(log).isEqualTo(log(7));
  }

  @ParameterizedTest
  @EnumSource(Planted.class)
  void a_mistake_in_a_shell_is_caught(Planted mistake) {
    assertThat(caughtAfter(mistake)).as("%s is caught", mistake).isPresent();
  }

  @Test
  void a_wrong_command_line_is_answered_with_the_usage() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int exit =
        ActorSim.run(new String[] {"--runs"}, new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(exit).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("Usage: ./sim --actors SEED");
  }

  private static void run(long seed) {
    Run run = Run.of(seed, Plants.NONE, Optional.empty());
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
              + "\nHINT: Replay it with ./sim --actors "
              + seed,
          violation);
    }
  }

  private static Optional<String> caughtAfter(Planted mistake) {
    List<Long> tried = new ArrayList<>(seeds());
    LongStream.rangeClosed(1, RUNS_MOST).forEach(tried::add);
    for (long seed : tried) {
      try {
        Run.of(seed, mistake.plants(), Optional.empty()).run();
      } catch (Violation violation) {
        return Optional.of("seed " + seed + ": " + violation.getMessage());
      }
    }
    return Optional.empty();
  }

  private static String log(long seed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ActorSim.replay(seed, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static List<Long> seeds() {
    List<Long> seeds = new ArrayList<>();
    try (InputStream in = ActorSimulationTest.class.getResourceAsStream("seeds.txt")) {
      new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .forEach(line -> seeds.add(Long.valueOf(line)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return seeds;
  }
}
