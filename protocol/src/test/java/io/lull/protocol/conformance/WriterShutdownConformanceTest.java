package io.lull.protocol.conformance;

import static io.lull.protocol.writer.WriterFixture.DONE;
import static io.lull.protocol.writer.WriterFixture.FAILED;
import static io.lull.protocol.writer.WriterFixture.WRITER;
import static io.lull.protocol.writer.WriterFixture.X;
import static io.lull.protocol.writer.WriterFixture.Y;
import static io.lull.protocol.writer.WriterFixture.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.writer.SessionKey;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.WriteLog;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterPhase;
import io.lull.protocol.writer.WriterReply.Handled;
import io.lull.protocol.writer.WriterStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a writer owes when a session ends. */
class WriterShutdownConformanceTest {
  @Test
  void T05_the_handler_is_told_the_set_and_all_state_of_the_set_is_dropped() {
    WriterFixture fixture = in(WriterPhase.COMPLETED).reach(WriterPhase.BACKUP_PREPARED, Y);
    fixture.ask(WriterStep.BACKUP_SHUTDOWN, X);
    CallHandler call = fixture.call(WriterStep.BACKUP_SHUTDOWN);
    assertThat(call.set()).isEqualTo(X.set());
    assertThat(call.request().stamp().set()).isEqualTo(X.set());
    fixture.end(WriterStep.BACKUP_SHUTDOWN, DONE);
    assertThat(fixture.writer.sessions()).containsOnlyKeys(SessionKey.of(Y));
    assertThat(fixture.replies)
        .last()
        .isEqualTo(new Handled(WRITER, X, WriterStep.BACKUP_SHUTDOWN, DONE));
  }

  @Test
  void T05_the_state_is_dropped_also_when_the_handler_fails() {
    WriterFixture fixture = in(WriterPhase.SHUTTING_DOWN);
    fixture.end(WriterStep.BACKUP_SHUTDOWN, FAILED);
    assertThat(fixture.writer.sessions()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = WriterPhase.class,
      names = {"BACKUP_PREPARED", "SNAPSHOT_PREPARED", "THAWED", "POSTED", "FAILED"})
  void T06_a_shutdown_without_BackupComplete_calls_for_error_handling(WriterPhase phase) {
    WriterFixture fixture = in(phase);
    fixture.effects.clear();
    fixture.ask(WriterStep.BACKUP_SHUTDOWN, X);
    assertThat(fixture.call(WriterStep.BACKUP_SHUTDOWN).errorHandling()).isTrue();
    assertThat(fixture.all(WriteLog.class))
        .singleElement()
        .satisfies(
            write ->
                assertThat(write.log().fault().failure()).isEqualTo(Failure.BACKUP_INCOMPLETE));
  }

  @Test
  void T06_a_shutdown_after_an_abort_calls_for_error_handling() {
    WriterFixture fixture = in(WriterPhase.ABORTED);
    fixture.ask(WriterStep.BACKUP_SHUTDOWN, X);
    assertThat(fixture.call(WriterStep.BACKUP_SHUTDOWN).errorHandling()).isTrue();
  }

  @Test
  void T07_a_shutdown_after_BackupComplete_is_no_error_and_logs_nothing() {
    WriterFixture fixture = in(WriterPhase.COMPLETED);
    fixture.ask(WriterStep.BACKUP_SHUTDOWN, X);
    fixture.end(WriterStep.BACKUP_SHUTDOWN, DONE);
    assertThat(fixture.call(WriterStep.BACKUP_SHUTDOWN).errorHandling()).isFalse();
    assertThat(fixture.all(WriteLog.class)).isEmpty();
  }

  @Test
  void T07_a_shutdown_that_overtakes_the_end_of_BackupComplete_waits_for_it() {
    WriterFixture fixture = in(WriterPhase.COMPLETING);
    fixture.ask(WriterStep.BACKUP_SHUTDOWN, X);
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.COMPLETING);
    fixture.end(WriterStep.BACKUP_COMPLETE, DONE);
    assertThat(fixture.call(WriterStep.BACKUP_SHUTDOWN).errorHandling()).isFalse();
    assertThat(fixture.all(WriteLog.class)).isEmpty();
  }
}
