package io.lull.protocol.simulation.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.simulation.Violation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StreamSimulationTest {
  private static final int FRESH = 200;

  /** Seeds that once broke a promise; each stays for ever. */
  @Test
  void what_once_failed_does_not_fail_again() {
    LongStream.of(588_416_985).forEach(StreamSimulationTest::run);
  }

  @Test
  void a_fixed_range_of_seeds_keeps_every_promise() {
    LongStream.rangeClosed(1, 100).forEach(StreamSimulationTest::run);
  }

  @Test
  void fresh_seeds_keep_every_promise() {
    String wanted = System.getProperty("lull.seeds", "");
    int count = wanted.matches("[0-9]+") ? Integer.parseInt(wanted) : FRESH;
    long from = new SplittableRandom().nextInt(1 << 30);
    System.out.println("simulating streams of " + count + " fresh seeds from " + from);
    LongStream.range(from, from + count).forEach(StreamSimulationTest::run);
  }

  @Test
  void one_seed_is_one_run_byte_for_byte() {
    assertThat(log(7)).isEqualTo(log(7)).isNotEqualTo(log(8));
  }

  private static void run(long seed) {
    StreamRun run = new StreamRun(seed, StreamMachines.real(), Optional.empty());
    try {
      run.run();
    } catch (Violation violation) {
      throw new AssertionError(
          "seed %d, step %d: %s%nHINT: Replay it with ./sim --streams %d"
              .formatted(seed, run.steps(), violation.getMessage(), seed),
          violation);
    }
  }

  private static String log(long seed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StreamSim.SIM.replay(seed, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }
}
