package io.lull.acceptance.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.writer.guard.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A whole node is killed or stopped while it holds databases: each takes writes again within the
 * lease and a second, as somebody sees who writes to it. That second is the promise itself.
 */
class NodeDeathTest {
  private static final Duration LEASE = Duration.ofSeconds(6);
  private static final Duration PROMISE = Duration.ofSeconds(1);
  private static final int OFTEN = 5;
  private static final List<String> MEASURED = new ArrayList<>();

  private static Engines engines;

  @BeforeAll
  static void start() throws Exception {
    engines = Engines.start();
  }

  @AfterAll
  static void stop() throws Exception {
    MEASURED.forEach(System.out::println);
    if (engines != null) {
      engines.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"KILL", "STOP"})
  void all_databases_of_a_node_go_on_in_time(String signal) throws Exception {
    strike(signal);
  }

  @ParameterizedTest
  @Tag("full")
  @ValueSource(strings = {"KILL", "STOP", "TERM"})
  void however_often(String signal) throws Exception {
    for (int i = 0; i < OFTEN; i++) {
      strike(signal);
    }
  }

  private static void strike(String signal) throws Exception {
    Map<String, Watch> watches = Map.of();
    try (Engines.Holding node = engines.hold(LEASE, "commit hang", Map.of())) {
      watches = engines.watches();
      node.awaitHeld();
      Map<String, Long> frozen = new TreeMap<>();
      Map<String, FutureTask<Long>> thawed = new TreeMap<>();
      for (Map.Entry<String, Watch> watch : watches.entrySet()) {
        frozen.put(watch.getKey(), watch.getValue().awaitFrozen());
        FutureTask<Long> first = new FutureTask<>(watch.getValue()::awaitThawed);
        Thread.ofVirtual().start(first);
        thawed.put(watch.getKey(), first);
      }
      long died = System.nanoTime();
      node.signal(signal);
      for (Map.Entry<String, FutureTask<Long>> first : thawed.entrySet()) {
        String engine = first.getKey();
        long end = first.getValue().get();
        // Backup mode begins long before its hold, which began before the node died.
        long begun = engine.equals("postgres") ? died : frozen.get(engine);
        MEASURED.add("node | %s | %s | %d ms".formatted(signal, engine, (end - died) / 1_000_000));
        assertThat(Duration.ofNanos(end - begun)).as(engine).isLessThan(LEASE.plus(PROMISE));
      }
      if (signal.equals("STOP")) {
        node.signal("CONT");
        // Between its log, which tells of the hold that ended without it.
        node.process().line("refused");
      }
    } finally {
      for (Watch watch : watches.values()) {
        watch.close();
      }
    }
    engines.awaitNothingNoted();
  }
}
