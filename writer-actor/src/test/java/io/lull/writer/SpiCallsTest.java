package io.lull.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.HandlerContext;
import io.lull.writer.spi.Hold;
import io.lull.writer.spi.Lease;
import io.lull.writer.spi.Writer;
import io.lull.writer.test.Diary;
import io.lull.writer.test.TestWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SpiCallsTest {
  private static CallHandler call(WriterStep step) {
    return new CallHandler(
        WriterFixture.X.set(),
        1,
        step,
        Duration.ofSeconds(9),
        WriterFixture.writer().request(step, WriterFixture.X),
        true);
  }

  private static HandlerResult handle(Writer application, WriterStep step) {
    return SpiCalls.handle(WriterFixture.WRITER, application, call(step), () -> Copies.NONE);
  }

  private static HandlerResult.Failed failed(Writer application) {
    return (HandlerResult.Failed) handle(application, WriterStep.POST_SNAPSHOT);
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"IDENTIFY", "FREEZE", "THAW"})
  void every_step_reaches_its_method(WriterStep step) {
    TestWriter writer = Stage.testWriter(Diary.inMemory());
    assertThat(handle(writer, step)).isEqualTo(new HandlerResult.Done());
    assertThat(writer.diary().calls(step)).isOne();
    assertThat(handle(new Plain(), step)).isEqualTo(new HandlerResult.Done());
  }

  @ParameterizedTest
  @EnumSource(names = {"IDENTIFY", "FREEZE", "THAW"})
  void what_is_no_handler_is_not_called_as_one(WriterStep step) {
    HandlerResult.Failed failed = (HandlerResult.Failed) handle(new Plain(), step);
    assertThat(failed.fault().detail()).contains("expected a step with a handler of its own");
  }

  @Test
  void a_handler_is_told_for_whom_it_is_called() {
    assertThat(SpiCalls.context(call(WriterStep.POST_SNAPSHOT)))
        .isEqualTo(
            new HandlerContext(
                WriterFixture.X.session(), WriterFixture.X.set(), true, Duration.ofSeconds(9)));
  }

  @Test
  void a_handler_that_answers_nothing_has_failed() {
    Writer silent =
        new Plain() {
          @Override
          public HandlerResult postSnapshot(HandlerContext context, Copies copies) {
            return null;
          }
        };
    assertThat(failed(silent).fault().failure()).isEqualTo(Failure.UNEXPECTED_WRITER_ERROR);
    assertThat(failed(silent).fault().detail())
        .contains("h1/db to answer POST_SNAPSHOT with a result");
  }

  @Test
  void an_error_is_no_worse_than_an_exception() {
    Writer broken =
        new Plain() {
          @Override
          public HandlerResult postSnapshot(HandlerContext context, Copies copies) {
            throw new NoClassDefFoundError("org/example/Driver");
          }
        };
    assertThat(failed(broken).fault().detail())
        .isEqualTo(
            "expected h1/db to handle POST_SNAPSHOT, but it threw NoClassDefFoundError"
                + " (org/example/Driver); look into the log of its application");
  }

  @Test
  void a_handler_that_gives_up_was_cancelled() {
    Writer interrupted =
        new Plain() {
          @Override
          public HandlerResult postSnapshot(HandlerContext context, Copies copies)
              throws InterruptedException {
            throw new InterruptedException();
          }
        };
    assertThat(failed(interrupted).fault().failure()).isEqualTo(Failure.CANCELLED);
  }

  @Test
  void tokens_are_never_the_same() {
    RandomTokens tokens = new RandomTokens();
    assertThat(tokens.get()).isNotEqualTo(tokens.get());
  }

  /** As little as a writer can be. */
  private static class Plain implements Writer {
    @Override
    public WriterMetadata describe() {
      throw new AssertionError("nobody asks");
    }

    @Override
    public Hold freeze(HandlerContext context, Lease lease) {
      throw new AssertionError("nobody freezes");
    }
  }
}
