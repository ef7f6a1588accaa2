package io.lull.writer.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreOrder;
import io.lull.protocol.writer.RestoreTarget;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.spi.WriterException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnstileTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final HandlerContext CONTEXT =
      new HandlerContext(new SessionId("s"), new SetId("set"), false, LONG);
  private static final WriterId SHOP = new WriterId(new HostId("h"), "shop");

  private final Turnstile turnstile = new Turnstile();
  private final Writer writer =
      new ApplicationWriterFactory("till", turnstile).create(SHOP, Map.of("volumes", "/a, /b"));
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private record Until(HoldToken token, Duration granted, long end) implements Lease {
    @Override
    public Duration remaining() {
      return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
  }

  private static Lease lease(int number, Duration granted) {
    return new Until(
        new HoldToken("%032x".formatted(number)), granted, System.nanoTime() + granted.toNanos());
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  /** Work that is inside until it is told to leave. */
  private Future<String> inside(CountDownLatch leave) throws InterruptedException {
    CountDownLatch entered = new CountDownLatch(1);
    Future<String> work =
        threads.submit(
            () ->
                turnstile.pass(
                    () -> {
                      entered.countDown();
                      leave.await();
                      return "done";
                    }));
    entered.await();
    return work;
  }

  @Test
  void it_describes_an_application_in_front_of_others() throws Exception {
    WriterMetadata said = writer.describe();
    assertThat(said.level()).isEqualTo(WriterLevel.FRONT_END);
    assertThat(said.components().getFirst().volumes())
        .containsExactly(new Volume(SHOP.host(), "/a"), new Volume(SHOP.host(), "/b"));
    assertThatThrownBy(
            () ->
                new ApplicationWriterFactory("till", turnstile)
                    .create(SHOP, Map.of("volume", "/a")))
        .hasMessageContaining("did you mean volumes?");
  }

  @Test
  void files_are_not_put_back_under_it_because_it_runs_but_may_go_elsewhere() throws Exception {
    ComponentId data = writer.describe().components().getFirst().id();
    assertThat(writer.preRestore(CONTEXT, Map.of(data, RestoreOrder.PLAIN)))
        .isInstanceOfSatisfying(
            HandlerResult.Failed.class,
            failed -> assertThat(failed.fault().detail()).contains("h/shop to be stopped"));
    RestoreOrder elsewhere = new RestoreOrder(RestoreTarget.ALTERNATE, "");
    assertThat(writer.preRestore(CONTEXT, Map.of(data, elsewhere)))
        .isEqualTo(new HandlerResult.Done());
  }

  @Test
  void nothing_stands_before_the_last_one_has_left_and_nobody_enters_meanwhile() throws Exception {
    CountDownLatch leave = new CountDownLatch(1);
    Future<String> before = inside(leave);
    Future<Hold> freezing = threads.submit(() -> writer.freeze(CONTEXT, lease(1, LONG)));
    leave.countDown();
    Hold hold = freezing.get();
    assertThat(before.get()).isEqualTo("done");
    Future<String> later = threads.submit(() -> turnstile.pass(() -> "let in"));
    assertThat(later.isDone()).isFalse();
    assertThat(hold.end()).isEqualTo(HoldEnd.HELD);
    assertThat(later.get()).isEqualTo("let in");
    assertThat(hold.end()).isEqualTo(HoldEnd.NOT_HELD);
  }

  @Test
  void a_hold_whose_lease_is_over_lets_work_go_on_by_itself_and_was_none() throws Exception {
    Lease lease = lease(1, Duration.ofMillis(50));
    Hold hold = writer.freeze(CONTEXT, lease);
    assertThat(turnstile.pass(() -> "let in")).isEqualTo("let in");
    assertThat(lease.remaining()).isZero();
    assertThat(hold.end()).isEqualTo(HoldEnd.LAPSED);
  }

  @Test
  void work_that_does_not_end_in_time_is_not_waited_for_and_nothing_is_held() throws Exception {
    CountDownLatch leave = new CountDownLatch(1);
    Future<String> work = inside(leave);
    assertThatThrownBy(() -> writer.freeze(CONTEXT, lease(1, Duration.ofMillis(50))))
        .isInstanceOfSatisfying(
            WriterException.class,
            refused -> assertThat(refused.fault().failure()).isEqualTo(Failure.HOLD_REFUSED));
    assertThat(turnstile.pass(() -> "let in")).isEqualTo("let in");
    leave.countDown();
    assertThat(work.get()).isEqualTo("done");
  }

  @Test
  void there_is_one_hold_at_a_time_and_each_is_ended_by_its_own_token() throws Exception {
    Lease first = lease(1, LONG);
    Hold hold = writer.freeze(CONTEXT, first);
    assertThatThrownBy(() -> writer.freeze(CONTEXT, lease(2, LONG)))
        .isInstanceOf(WriterException.class);
    assertThat(writer.thaw(lease(2, LONG).token())).isEqualTo(HoldEnd.NOT_HELD);
    assertThat(writer.thaw(first.token())).isEqualTo(HoldEnd.HELD);
    assertThat(hold.end()).isEqualTo(HoldEnd.NOT_HELD);
  }

  @Test
  void a_freeze_that_waits_for_work_is_given_up_by_an_interrupt() throws Exception {
    CountDownLatch leave = new CountDownLatch(1);
    Future<String> work = inside(leave);
    Thread freezing =
        Thread.ofPlatform()
            .start(
                () ->
                    assertThatThrownBy(() -> writer.freeze(CONTEXT, lease(1, LONG)))
                        .isInstanceOf(InterruptedException.class));
    freezing.interrupt();
    freezing.join();
    assertThat(turnstile.pass(() -> "let in")).isEqualTo("let in");
    leave.countDown();
    assertThat(work.get()).isEqualTo("done");
  }

  @Test
  void a_freeze_that_waits_for_work_is_given_up_by_its_token() throws Exception {
    CountDownLatch leave = new CountDownLatch(1);
    Future<String> work = inside(leave);
    Lease lease = lease(1, LONG);
    Future<Hold> freezing = threads.submit(() -> writer.freeze(CONTEXT, lease));
    while (writer.thaw(lease.token()) == HoldEnd.NOT_HELD) {
      Thread.onSpinWait();
    }
    assertThatThrownBy(freezing::get).hasCauseInstanceOf(WriterException.class);
    assertThat(turnstile.pass(() -> "let in")).isEqualTo("let in");
    leave.countDown();
    assertThat(work.get()).isEqualTo("done");
  }
}
