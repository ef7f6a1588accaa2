package io.lull.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.writer.LeaseKeeper.Armed;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LeaseThreadTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final HandClock clock = new HandClock();
  private final BlockingQueue<String> ran = new LinkedBlockingQueue<>();
  private LeaseThread keeper = LeaseThread.start(clock);

  @AfterEach
  void close() {
    keeper.close();
  }

  private void pass(Duration time) {
    clock.pass(time);
    keeper.look();
  }

  private Armed arm(int seconds, String what) {
    return keeper.arm(clock.get().plus(Duration.ofSeconds(seconds)), () -> ran.add(what));
  }

  @Test
  void what_was_armed_runs_at_its_moment_and_not_before() throws Exception {
    arm(3, "late");
    arm(1, "soon");
    pass(SECOND);
    assertThat(ran.take()).isEqualTo("soon");
    assertThat(ran).isEmpty();

    pass(SECOND.multipliedBy(2));
    assertThat(ran.take()).isEqualTo("late");
  }

  @Test
  void what_is_due_already_runs_now() throws Exception {
    arm(0, "now");
    assertThat(ran.take()).isEqualTo("now");
  }

  @Test
  void what_was_disarmed_never_runs() throws Exception {
    Armed gone = arm(1, "gone");
    arm(1, "here");
    gone.disarm();
    gone.disarm();
    pass(SECOND);

    assertThat(ran.take()).isEqualTo("here");
    assertThat(ran).isEmpty();
  }

  @Test
  void what_blocks_keeps_nobody_waiting() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    keeper.arm(
        clock.get(),
        () -> {
          try {
            blocked.await();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
          ran.add("blocked");
        });
    arm(0, "other");
    assertThat(ran.take()).isEqualTo("other");
    blocked.countDown();
    assertThat(ran.take()).isEqualTo("blocked");
  }

  @Test
  void what_no_virtual_thread_begins_is_given_a_platform_thread() throws Exception {
    BlockingQueue<Runnable> starved = new LinkedBlockingQueue<>();
    keeper.close();
    keeper = LeaseThread.start(clock, starved::add, Runnable::run);
    arm(0, "once");
    Runnable late = starved.take();
    assertThat(ran).isEmpty();

    pass(LeaseThread.PATIENCE);
    assertThat(ran.take()).isEqualTo("once");
    late.run();
    assertThat(ran).isEmpty();
  }

  @Test
  void without_a_thread_it_tries_again_until_there_is_one() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    Executor scarce =
        work -> {
          if (tries.incrementAndGet() <= 2) {
            throw new OutOfMemoryError("no thread");
          }
          work.run();
        };
    keeper.close();
    keeper = LeaseThread.start(clock, scarce, scarce);
    arm(0, "at last");
    while (ran.poll(1, TimeUnit.MILLISECONDS) == null) {
      pass(LeaseThread.PATIENCE);
    }
    assertThat(tries).hasValueGreaterThan(2);
    assertThat(ran).isEmpty();
  }

  @Test
  void closed_it_still_ends_what_is_armed() throws Exception {
    arm(1, "armed");
    keeper.close();
    pass(SECOND);
    assertThat(ran.take()).isEqualTo("armed");
  }
}
