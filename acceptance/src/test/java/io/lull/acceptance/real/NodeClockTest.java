package io.lull.acceptance.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.FakeClock;
import io.lull.writer.guard.Watch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clock of a node and its guard is set by an hour, forth and back, while they hold databases;
 * the machine's own clock and the servers' are not.
 */
class NodeClockTest {
  private static final Duration LEASE = Duration.ofSeconds(24);
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private Path directory;

  @Test
  void all_databases_are_held_until_the_thaw_and_thawed_then() throws Exception {
    FakeClock clock = FakeClock.in(directory);
    try (Engines engines = Engines.start();
        Engines.Holding node = engines.hold(LEASE, "commit delay 1 5s", clock.environment())) {
      Map<String, Watch> watches = engines.watches();
      try {
        node.awaitHeld();
        clock.set("+3600");
        node.awaitClock(HOUR);
        standStill(watches);
        clock.set("-3600");
        node.awaitClock(HOUR.negated());
        standStill(watches);
        // A hold that had lapsed would have failed the set.
        assertThat(node.process().line("")).isEqualTo("made");
        for (Watch watch : watches.values()) {
          watch.awaitThawed();
        }
      } finally {
        for (Watch watch : watches.values()) {
          watch.close();
        }
      }
    }
  }

  private static void standStill(Map<String, Watch> watches) {
    for (Watch watch : watches.values()) {
      assertThat(watch.awaitFrozen()).isLessThan(System.nanoTime());
    }
  }
}
