package io.lull.writer;

import static io.lull.writer.Stage.LEASE;
import static io.lull.writer.Stage.X;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.test.Deed;
import io.lull.writer.test.Diary;
import io.lull.writer.test.Diary.What;
import io.lull.writer.test.Stand;
import io.lull.writer.test.TestWriter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The lease ends a hold, whatever has become of everything else. */
@Timeout(120)
class LeaseTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  private final Stage stage = new Stage(KIT);
  private final Diary diary = stage.writer.diary();

  @AfterEach
  void close() {
    stage.close();
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private void endedByItsLease(Uptime armed) {
    assertThat(diary.stands())
        .singleElement()
        .satisfies(stand -> assertThat(stand.how()).contains(Stand.End.ENDED))
        .satisfies(stand -> assertThat(stand.until()).contains(armed.plus(LEASE)));
  }

  @Test
  void a_lease_that_is_over_ends_the_hold_and_fails_the_set() throws Exception {
    Uptime armed = stage.clock.get();
    HoldToken token = stage.frozen(X);
    stage.pass(LEASE.minusNanos(1));
    assertThat(diary.isFrozen()).isTrue();

    stage.pass(Duration.ofNanos(1));
    HandlerResult.Failed failed = (HandlerResult.Failed) stage.result();
    assertThat(failed.fault().failure()).isEqualTo(Failure.WRITER_TIMEOUT);
    diary.await(d -> !d.isFrozen());
    endedByItsLease(armed);

    WriterReply.Thawed thawed = (WriterReply.Thawed) stage.ask(stage.thaw(X, token));
    assertThat(thawed.attestation().end()).isEqualTo(HoldEnd.LAPSED);
    assertThat(diary.calls(WriterStep.THAW)).isOne();
  }

  @Test
  void it_ends_also_when_the_actor_is_blocked() throws Exception {
    Uptime armed = stage.clock.get();
    HoldToken token = stage.frozen(X);
    CountDownLatch blocked = stage.block();
    stage.tell(stage.thaw(X, token));
    stage.pass(LEASE);

    diary.await(d -> !d.isFrozen());
    endedByItsLease(armed);
    blocked.countDown();
    assertThat(((HandlerResult.Failed) stage.result()).fault().failure())
        .isEqualTo(Failure.WRITER_TIMEOUT);
    assertThat(stage.heard(WriterReply.Thawed.class).attestation().end()).isEqualTo(HoldEnd.LAPSED);
  }

  @Test
  void it_ends_at_once_when_the_actor_system_is_gone() throws Exception {
    ActorTestKit other = ActorTestKit.create();
    try (Stage gone = new Stage(other)) {
      gone.frozen(X);
      other.shutdownTestKit();
      gone.writer.diary().await(d -> !d.isFrozen());
      assertThat(gone.writer.diary().stands()).hasSize(1);
    }
  }

  @Test
  void it_ends_at_once_when_the_actor_is_stopped() throws Exception {
    stage.frozen(X);
    KIT.stop(stage.actor);
    diary.await(d -> !d.isFrozen());
    assertThat(diary.stands()).hasSize(1);
  }

  @Test
  void it_ends_by_its_lease_when_the_actor_system_is_gone_and_letting_go_failed() throws Exception {
    ActorTestKit other = ActorTestKit.create();
    try (Stage gone = new Stage(other)) {
      Diary truth = gone.writer.diary();
      gone.writer.script().then(WriterStep.THAW, Deed.of(Deed.Kind.THROW).times(2));
      gone.frozen(X);
      other.shutdownTestKit();
      truth.await(d -> d.count(What.THREW, WriterStep.THAW) == 1);
      assertThat(truth.isFrozen()).isTrue();

      // Its lease tries again, and fails; then it is tried again every second.
      gone.clock.pass(LEASE);
      gone.leases.look();
      truth.await(d -> d.count(What.THREW, WriterStep.THAW) == 2);
      while (truth.isFrozen()) {
        gone.clock.pass(Duration.ofSeconds(1));
        gone.leases.look();
        Thread.onSpinWait();
      }
      assertThat(truth.stands()).hasSize(1);
    }
  }

  @Test
  void a_freeze_that_returns_when_the_actor_system_is_gone_is_ended_at_once() throws Exception {
    ActorTestKit other = ActorTestKit.create();
    try (Stage gone = new Stage(other)) {
      gone.freezing(X, Deed.Kind.HANG_DEAF);
      other.shutdownTestKit();
      gone.writer.letGo();
      gone.writer.diary().await(d -> d.count(What.RUNS_AGAIN, WriterStep.THAW) == 1);
      assertThat(gone.writer.diary().isFrozen()).isFalse();
    }
  }

  /** Freezes when it is told to, and notes on which threads it froze and thawed. */
  private static final class Late implements Writer {
    private final CountDownLatch called = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<Thread> threads = new CopyOnWriteArrayList<>();

    @Override
    public WriterMetadata describe() {
      throw new AssertionError("nobody asks");
    }

    @Override
    public Hold freeze(HandlerContext context, Lease lease) {
      threads.add(Thread.currentThread());
      called.countDown();
      while (go.getCount() > 0) {
        try {
          go.await();
        } catch (InterruptedException deaf) {
          // As if nothing had been said.
        }
      }
      return () -> {
        threads.add(Thread.currentThread());
        ended.countDown();
        return HoldEnd.HELD;
      };
    }
  }

  @Test
  void a_freeze_that_returns_after_its_lease_is_ended_by_the_thread_that_ran_it() throws Exception {
    Late late = new Late();
    try (Stage other = new Stage(KIT, List.of(), writer -> late)) {
      other.prepare(X);
      other.freeze(X);
      late.called.await();
      other.pass(LEASE);
      other.heard(WriterReply.Handled.class);
      late.go.countDown();
      late.ended.await();
      assertThat(late.threads).hasSize(2).allMatch(late.threads.getFirst()::equals);
      other.tell(other.abort(X));
      assertThat(other.result()).isEqualTo(new HandlerResult.Done());
    }
  }

  @Test
  void an_abort_is_handled_while_the_freeze_handler_hangs_and_its_late_success_is_thawed_at_once()
      throws Exception {
    stage.freezing(X, Deed.Kind.HANG_DEAF);
    stage.tell(stage.abort(X));
    diary.await(d -> d.count(What.RETURNED, WriterStep.ABORT) == 1);
    assertThat(diary.stands()).isEmpty();

    stage.writer.letGo();
    assertThat(stage.heard(WriterReply.Handled.class).step()).isEqualTo(WriterStep.ABORT);
    assertThat(diary.stands())
        .singleElement()
        .satisfies(stand -> assertThat(stand.how()).contains(Stand.End.ENDED));
  }

  @Test
  void what_a_handler_froze_that_never_returns_is_thawed_by_its_token() throws Exception {
    Stuck stuck = new Stuck(stage.writer);
    try (Stage other = new Stage(KIT, List.of(), writer -> stuck)) {
      other.prepare(X);
      other.freeze(X);
      stuck.called.await();
      other.pass(LEASE);
      assertThat(stuck.thawed.take()).isEqualTo(WriterFixture.token(1));
      // It may freeze later still, so that it is tried again as long as it does not come back.
      other.pass(Duration.ofSeconds(1));
      assertThat(stuck.thawed.take()).isEqualTo(WriterFixture.token(1));
      stage.writer.letGo();
    }
  }

  /** Freezes and does not come back. */
  private static final class Stuck implements Writer {
    private final Writer writer;
    private final CountDownLatch called = new CountDownLatch(1);
    private final BlockingQueue<HoldToken> thawed = new LinkedBlockingQueue<>();

    Stuck(TestWriter writer) {
      this.writer = writer;
      writer.script().then(WriterStep.PREPARE_FOR_BACKUP, Deed.of(Deed.Kind.HANG_DEAF));
    }

    @Override
    public WriterMetadata describe() {
      throw new AssertionError("nobody asks");
    }

    @Override
    public Hold freeze(HandlerContext context, Lease lease) throws Exception {
      called.countDown();
      writer.prepareForBackup(context, Set.of(), BackupType.FULL);
      throw new AssertionError("let go");
    }

    @Override
    public HoldEnd thaw(HoldToken token) {
      thawed.add(token);
      return HoldEnd.HELD;
    }
  }

  @Test
  void an_abort_interrupts_the_handler_that_runs() throws Exception {
    stage.writer.script().then(WriterStep.PREPARE_FOR_BACKUP, Deed.of(Deed.Kind.HANG));
    stage.prepareForBackup(X);
    diary.await(d -> d.count(What.WAITS, WriterStep.PREPARE_FOR_BACKUP) == 1);
    stage.tell(stage.abort(X));

    assertThat(stage.heard(WriterReply.Handled.class).step()).isEqualTo(WriterStep.ABORT);
    diary.await(d -> d.count(What.INTERRUPTED, WriterStep.PREPARE_FOR_BACKUP) == 1);
  }

  @Test
  void a_handler_that_hears_no_interrupt_hurts_nobody() throws Exception {
    stage.freezing(X, Deed.Kind.HANG_DEAF);
    stage.pass(Stage.LIMITS.freeze());
    assertThat(((HandlerResult.Failed) stage.result()).fault().failure())
        .isEqualTo(Failure.WRITER_TIMEOUT);
    WriterInput.GatherStatus question = new WriterInput.GatherStatus(Stage.Y);
    assertThat(stage.ask(question)).isInstanceOf(WriterReply.Status.class);
    stage.prepare(Stage.Y);

    // As long as it may still freeze, nobody else may.
    stage.freeze(Stage.Y);
    assertThat(stage.heard(WriterReply.Refused.class).fault().failure())
        .isEqualTo(Failure.HOLD_REFUSED);
    stage.writer.letGo();
    diary.await(d -> d.count(What.RUNS_AGAIN, WriterStep.THAW) == 1);
    assertThat(diary.isFrozen()).isFalse();
  }

  @Test
  void the_writer_sees_how_much_of_its_lease_is_left() throws Exception {
    CopyOnWriteArrayList<Duration> left = new CopyOnWriteArrayList<>();
    Writer looking =
        new Writer() {
          @Override
          public WriterMetadata describe() {
            throw new AssertionError("nobody asks");
          }

          @Override
          public Hold freeze(HandlerContext context, Lease lease) {
            left.add(lease.granted());
            left.add(lease.remaining());
            return () -> {
              left.add(lease.remaining());
              return HoldEnd.HELD;
            };
          }
        };
    try (Stage other = new Stage(KIT, List.of(), writer -> looking)) {
      HoldToken token = other.frozen(X);
      other.pass(Duration.ofSeconds(50));
      other.ask(other.thaw(X, token));
      assertThat(left).containsExactly(LEASE, LEASE, Duration.ofSeconds(10));
    }
  }
}
