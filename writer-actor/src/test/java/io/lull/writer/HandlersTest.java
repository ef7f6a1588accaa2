package io.lull.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterEffect.ArmLease;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.InterruptHandler;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.test.Diary;
import io.lull.writer.test.TestWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A call is carried out once, and its end reported as often as somebody asks. */
class HandlersTest {
  private final HandClock clock = new HandClock();
  private final Deque<Runnable> threads = new ArrayDeque<>();
  private final List<WriterInput> reports = new ArrayList<>();
  private final TestWriter writer = Stage.testWriter(new Diary(clock, Optional.empty()));
  private int interrupts;
  private boolean outOfThreads;
  private final WriterHost host =
      new WriterHost(
          WriterFixture.LIFE,
          Limits.defaults(),
          clock,
          () -> WriterFixture.token(1),
          (name, work) -> {
            if (outOfThreads) {
              throw new OutOfMemoryError("no thread");
            }
            threads.add(work);
            return () -> interrupts++;
          },
          new HandKeeper(),
          line -> {});
  private final Holds holds = holds(writer);
  private final Handlers handlers = handlers(writer, holds);

  private Holds holds(Writer application) {
    return new Holds(WriterFixture.WRITER, application, host, reports::add, new WriterNews());
  }

  private Handlers handlers(Writer application, Holds holds) {
    return new Handlers(
        WriterFixture.WRITER, application, host.threads(), holds, host.copies(), reports::add);
  }

  private static CallHandler call(long number, WriterStep step) {
    return new CallHandler(
        WriterFixture.X.set(),
        number,
        step,
        Duration.ofSeconds(9),
        WriterFixture.writer().request(step, WriterFixture.X),
        false);
  }

  private static InterruptHandler interrupt(long number) {
    return new InterruptHandler(WriterFixture.X.set(), number);
  }

  private Failure onlyFailure() {
    assertThat(reports).hasSize(1);
    WriterInput.HandlerEnded ended = (WriterInput.HandlerEnded) reports.getFirst();
    return ((HandlerResult.Failed) ended.result()).fault().failure();
  }

  @Test
  void a_call_that_is_repeated_is_carried_out_once() {
    assertThat(handlers.call(call(4, WriterStep.POST_SNAPSHOT))).isTrue();
    assertThat(handlers.call(call(4, WriterStep.POST_SNAPSHOT))).isFalse();
    assertThat(threads).hasSize(1);
    assertThat(reports).isEmpty();

    threads.remove().run();
    handlers.call(call(4, WriterStep.POST_SNAPSHOT));
    handlers.interrupt(interrupt(4));
    assertThat(writer.diary().calls(WriterStep.POST_SNAPSHOT)).isOne();
    assertThat(interrupts).isZero();
    assertThat(reports)
        .hasSize(3)
        .allMatch(
            new WriterInput.HandlerEnded(WriterFixture.X.set(), 4, new HandlerResult.Done())
                ::equals);
  }

  @Test
  void a_call_that_is_given_up_before_it_begins_never_does() {
    handlers.interrupt(interrupt(4));
    assertThat(onlyFailure()).isEqualTo(Failure.CANCELLED);
    assertThat(handlers.call(call(4, WriterStep.POST_SNAPSHOT))).isFalse();
    assertThat(threads).isEmpty();
    assertThat(reports).hasSize(2);
  }

  @Test
  void a_call_that_runs_is_interrupted() {
    handlers.call(call(4, WriterStep.POST_SNAPSHOT));
    handlers.interrupt(interrupt(4));
    assertThat(interrupts).isOne();
    assertThat(reports).isEmpty();
  }

  @Test
  void a_call_is_kept_as_long_as_it_runs_or_somebody_may_ask() {
    handlers.call(call(4, WriterStep.POST_SNAPSHOT));
    handlers.retain(Set.of());
    assertThat(handlers.size()).isOne();

    threads.remove().run();
    handlers.retain(Set.of(4L));
    assertThat(handlers.size()).isOne();
    handlers.retain(Set.of());
    assertThat(handlers.size()).isZero();
    assertThat(handlers.call(call(4, WriterStep.POST_SNAPSHOT))).isFalse();
    assertThat(threads).isEmpty();
  }

  @Test
  void without_a_thread_the_call_has_failed() {
    outOfThreads = true;
    handlers.call(call(4, WriterStep.POST_SNAPSHOT));
    assertThat(onlyFailure()).isEqualTo(Failure.WRITER_OUT_OF_RESOURCES);
  }

  @Test
  void a_freeze_that_returns_no_hold_has_failed_and_is_thawed_by_its_token() {
    Writer silent =
        new Writer() {
          @Override
          public WriterMetadata describe() {
            throw new AssertionError("nobody asks");
          }

          @Override
          public Hold freeze(HandlerContext context, Lease lease) {
            return null;
          }
        };
    Holds none = holds(silent);
    none.arm(new ArmLease(WriterFixture.X.set(), 4, clock.get().plus(WriterFixture.LEASE)));
    handlers(silent, none).call(call(4, WriterStep.FREEZE));
    threads.remove().run();
    assertThat(onlyFailure()).isEqualTo(Failure.UNEXPECTED_WRITER_ERROR);
    // Somebody has to ask whether it stands all the same.
    none.retain(Set.of(), Set.of());
    assertThat(none.size()).isOne();
  }

  @Test
  void a_writer_finds_the_copies_of_its_set_and_of_no_other() {
    Volume data = new Volume(WriterFixture.WRITER.host(), "/data");
    List<SetId> asked = new ArrayList<>();
    WriterHost showing =
        host.showing(
            set -> {
              asked.add(set);
              return volume -> Optional.of(Path.of("/copies" + volume.path()));
            });
    List<Path> found = new ArrayList<>();
    Writer curious = new LookingWriter(data, found);
    new Handlers(
            WriterFixture.WRITER, curious, showing.threads(), holds, showing.copies(), reports::add)
        .call(call(1, WriterStep.POST_SNAPSHOT));
    threads.remove().run();
    assertThat(asked).containsExactly(WriterFixture.X.set());
    assertThat(found).containsExactly(Path.of("/copies/data"));
  }

  /** Looks for the copy of one volume. */
  private record LookingWriter(Volume volume, List<Path> found) implements Writer {
    @Override
    public WriterMetadata describe() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Hold freeze(HandlerContext context, Lease lease) {
      throw new UnsupportedOperationException();
    }

    @Override
    public HandlerResult postSnapshot(HandlerContext context, Copies copies) {
      copies.of(volume).ifPresent(found::add);
      return new HandlerResult.Done();
    }
  }
}
