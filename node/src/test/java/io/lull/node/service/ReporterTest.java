package io.lull.node.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is said of a node that is well, waits, hangs, is dead or leaves. */
class ReporterTest {
  private static final Duration WATCHDOG = Duration.ofSeconds(4);
  private static final Duration HALF = Duration.ofSeconds(2);
  private static final String THREAD =
      """
      pekko.actor.default-dispatcher {
        executor = thread-pool-executor
        thread-pool-executor.fixed-pool-size = 1
      }
      """;

  private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();
  private final Node node = new Node();
  private ActorTestKit kit;
  private ManualTime time;

  private static final class Node implements Reported {
    volatile boolean alive = true;
    volatile boolean ready = true;
    volatile int held;

    @Override
    public boolean alive() {
      return alive;
    }

    @Override
    public boolean ready() {
      return ready;
    }

    @Override
    public int held() {
      return held;
    }
  }

  @BeforeEach
  void start() {
    kit = ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.parseString(THREAD)));
    time = ManualTime.get(kit.system());
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private ActorRef<Reporter.Command> reporter(Optional<Duration> watchdog) {
    return kit.spawn(Reporter.create(new ServiceManager(said::add, watchdog), node));
  }

  private List<String> next() throws InterruptedException {
    String message = said.poll(30, TimeUnit.SECONDS);
    assertThat(message).as("something said").isNotNull();
    return List.of(String.valueOf(message).split("\n"));
  }

  /** What was sent before this is handled: an actor takes its messages in order. */
  private void handled(ActorRef<Reporter.Command> reporter) throws InterruptedException {
    int held = node.held + 1;
    node.held = held;
    reporter.tell(new Reporter.Look());
    assertThat(next()).contains("STATUS=ready; writers held: " + held);
  }

  @Test
  void a_node_that_is_ready_says_so_once_and_then_that_it_lives() throws InterruptedException {
    reporter(Optional.of(WATCHDOG));
    time.timePasses(Duration.ofMillis(1));
    assertThat(next()).containsExactly("READY=1", "WATCHDOG=1", "STATUS=ready; no writer is held");
    time.timePasses(HALF);
    assertThat(next()).containsExactly("WATCHDOG=1");
    node.held = 2;
    time.timePasses(HALF);
    assertThat(next()).containsExactly("WATCHDOG=1", "STATUS=ready; writers held: 2");
  }

  @Test
  void a_node_that_waits_for_others_is_given_time_and_is_not_called_ready()
      throws InterruptedException {
    node.ready = false;
    ActorRef<Reporter.Command> reporter = reporter(Optional.empty());
    time.timePasses(Duration.ofMillis(1));
    assertThat(next())
        .containsExactly("EXTEND_TIMEOUT_USEC=30000000", "STATUS=not ready; no writer is held");
    node.ready = true;
    reporter.tell(new Reporter.Look());
    assertThat(next()).containsExactly("READY=1", "STATUS=ready; no writer is held");
  }

  @Test
  void nothing_is_said_for_a_node_that_is_dead() throws InterruptedException {
    node.alive = false;
    ActorRef<Reporter.Command> reporter = reporter(Optional.of(WATCHDOG));
    time.timePasses(WATCHDOG.multipliedBy(3));
    reporter.tell(new Reporter.Leave());
    assertThat(next()).contains("STOPPING=1");
    assertThat(said).isEmpty();
  }

  @Test
  void nothing_is_said_for_a_node_whose_actors_cannot_run() throws InterruptedException {
    reporter(Optional.of(WATCHDOG));
    time.timePasses(Duration.ofMillis(1));
    next();
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch free = new CountDownLatch(1);
    kit.system()
        .executionContext()
        .execute(
            () -> {
              stuck.countDown();
              try {
                free.await();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    stuck.await();
    time.timePasses(WATCHDOG.multipliedBy(3));
    assertThat(said).isEmpty();
    free.countDown();
    assertThat(next()).containsExactly("WATCHDOG=1");
  }

  @Test
  void a_node_that_leaves_says_so_and_is_watched_to_the_end() throws InterruptedException {
    ActorRef<Reporter.Command> reporter = reporter(Optional.of(WATCHDOG));
    time.timePasses(Duration.ofMillis(1));
    next();
    handled(reporter);
    reporter.tell(new Reporter.Leave());
    assertThat(next()).containsExactly("STOPPING=1", "STATUS=leaving the cluster; writers held: 1");
    time.timePasses(HALF);
    assertThat(next()).containsExactly("WATCHDOG=1");
  }
}
