package io.lull.protocol.conformance;

import static io.lull.protocol.writer.WriterFixture.BROKEN;
import static io.lull.protocol.writer.WriterFixture.DONE;
import static io.lull.protocol.writer.WriterFixture.LIFE;
import static io.lull.protocol.writer.WriterFixture.WRITER;
import static io.lull.protocol.writer.WriterFixture.X;
import static io.lull.protocol.writer.WriterFixture.Y;
import static io.lull.protocol.writer.WriterFixture.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.table.Decision;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.Writer;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterEffect.WriteLog;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterPhase;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterReply.Handled;
import io.lull.protocol.writer.WriterReply.Status;
import io.lull.protocol.writer.WriterState;
import io.lull.protocol.writer.WriterStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a writer owes to whoever asks for its state, and what it keeps and forgets. */
class WriterConformanceTest {
  private static final SessionId ANYBODY = new SessionId("anybody");

  @ParameterizedTest
  @EnumSource(WriterPhase.class)
  void W01_Identify_may_come_at_any_moment_and_changes_nothing(WriterPhase phase) {
    WriterFixture fixture = in(phase);
    Writer before = fixture.writer;
    fixture.give(new WriterInput.Identify(ANYBODY, LIFE));
    assertThat(fixture.last(WriterEffect.Describe.class).session()).isEqualTo(ANYBODY);
    fixture.give(new WriterInput.Described(ANYBODY, Optional.of(metadata()), Optional.empty()));
    assertThat(fixture.replies)
        .last()
        .isEqualTo(new WriterReply.Identified(WRITER, ANYBODY, LIFE, metadata()));
    assertThat(fixture.writer).isEqualTo(before);
  }

  @Test
  void W02_metadata_cannot_be_changed_and_is_the_same_for_the_same_state() {
    List<Component> components = new ArrayList<>(metadata().components());
    WriterMetadata document = metadata(components);
    components.clear();
    assertThat(document).isEqualTo(metadata());
    assertThatThrownBy(() -> document.components().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> document.exclusions().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void W03_a_writer_that_failed_at_Identify_is_not_identified_and_has_no_status() {
    WriterFixture fixture = WriterFixture.writer();
    fixture.give(new WriterInput.Identify(ANYBODY, LIFE));
    fixture.give(new WriterInput.Described(ANYBODY, Optional.empty(), Optional.of(BROKEN)));
    assertThat(fixture.replies)
        .containsExactly(new WriterReply.Unidentified(WRITER, ANYBODY, BROKEN));
    assertNoStatus(fixture, X);
  }

  @Test
  void W13_a_partial_failure_tells_of_each_component_and_the_set_goes_on() {
    HandlerResult partial = new HandlerResult.Partial(Map.of(WriterFixture.component(), BROKEN));
    WriterFixture fixture = in(WriterPhase.POSTING);
    fixture.end(WriterStep.POST_SNAPSHOT, partial);
    assertThat(fixture.replies)
        .last()
        .isEqualTo(new Handled(WRITER, X, WriterStep.POST_SNAPSHOT, partial));
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.POSTED);
    assertThat(status(fixture, X).fault().orElseThrow().failure())
        .isEqualTo(Failure.WRITER_PARTIAL_FAILURE);
    fixture.ask(WriterStep.BACKUP_COMPLETE, X);
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.COMPLETING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"h1/db#other", "h1/web#data"})
  void W13_a_partial_failure_for_what_is_not_in_the_set_is_a_failure(String component) {
    String[] parts = component.split("[/#]");
    WriterId owner = new WriterId(new HostId(parts[0]), parts[1]);
    HandlerResult partial =
        new HandlerResult.Partial(
            Map.of(WriterFixture.component(), BROKEN, new ComponentId(owner, parts[2]), BROKEN));
    WriterFixture fixture = in(WriterPhase.POSTING);

    fixture.end(WriterStep.POST_SNAPSHOT, partial);

    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.FAILED);
    assertThat(status(fixture, X).fault().orElseThrow().failure())
        .isEqualTo(Failure.UNEXPECTED_WRITER_ERROR);
  }

  @Test
  void W14_the_oldest_of_64_sessions_makes_room_and_its_status_is_not_available() {
    WriterFixture fixture = WriterFixture.writer();
    for (int i = 1; i <= 64; i++) {
      fixture.pass(Duration.ofSeconds(1)).reach(WriterPhase.BACKUP_PREPARED, set(i));
    }
    assertThat(status(fixture, set(1)).state()).isEqualTo(WriterState.STABLE);
    fixture.reach(WriterPhase.BACKUP_PREPARED, set(65));
    assertThat(fixture.writer.sessions()).hasSize(64);
    assertNoStatus(fixture, set(1));
    assertThat(status(fixture, set(2)).state()).isEqualTo(WriterState.STABLE);
    assertThat(fixture.all(WriteLog.class)).hasSize(1);
  }

  @Test
  void W14_a_frozen_session_is_not_the_one_that_makes_room() {
    WriterFixture fixture = in(WriterPhase.FROZEN);
    for (int i = 1; i <= 64; i++) {
      fixture.pass(Duration.ofMillis(1)).reach(WriterPhase.BACKUP_PREPARED, set(i));
    }
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.FROZEN);
    assertNoStatus(fixture, set(1));
    assertThat(fixture.all(WriteLog.class)).as("X stands still").isEmpty();
  }

  @Test
  void W15_an_abandoned_session_is_collected() {
    Duration limit = Duration.ofHours(3);
    Limits limits = Limits.defaults().with(Setting.ABANDONED_SESSION, limit);
    WriterFixture fixture = new WriterFixture(limits, Optional.empty());
    fixture.reach(WriterPhase.POSTED, X).pass(limit.minusNanos(1));
    fixture.give(new WriterInput.CollectAbandoned());
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.POSTED);
    fixture.pass(Duration.ofNanos(1));
    fixture.give(new WriterInput.CollectAbandoned());
    assertNoStatus(fixture, X);
    assertThat(fixture.writer.sessions()).isEmpty();
  }

  @Test
  void W16_nothing_is_held_while_BackupComplete_is_waited_for() {
    WriterFixture fixture = in(WriterPhase.POSTED);
    assertThat(fixture.writer.holds()).isEmpty();
    assertThat(fixture.machine.outstanding(fixture.writer, fixture.now)).isEmpty();
    fixture.reach(WriterPhase.FROZEN, Y);
    assertThat(fixture.phase(Y)).isEqualTo(WriterPhase.FROZEN);
  }

  @Test
  void W17_a_shutdown_for_a_set_of_somebody_else_touches_nothing() {
    for (WriterPhase phase : List.of(WriterPhase.FROZEN, WriterPhase.POSTED)) {
      WriterFixture fixture = in(phase);
      Writer before = fixture.writer;
      Stamp foreign = new Stamp(ANYBODY, X.set(), X.epoch(), X.incarnation(), X.slot());
      for (Stamp stamp : List.of(Y, foreign)) {
        assertThat(fixture.ask(WriterStep.BACKUP_SHUTDOWN, stamp))
            .isEqualTo(
                Decision.reply(new Handled(WRITER, stamp, WriterStep.BACKUP_SHUTDOWN, DONE)));
      }
      assertThat(fixture.writer).isEqualTo(before);
    }
  }

  private static Status status(WriterFixture fixture, Stamp stamp) {
    return (Status) fixture.give(new WriterInput.GatherStatus(stamp)).replies().getFirst();
  }

  private static void assertNoStatus(WriterFixture fixture, Stamp stamp) {
    Status status = status(fixture, stamp);
    assertThat(status.state()).isEqualTo(WriterState.UNKNOWN);
    assertThat(status.fault().orElseThrow().failure())
        .isEqualTo(Failure.WRITER_STATUS_NOT_AVAILABLE);
  }

  private static Stamp set(int number) {
    return WriterFixture.stamp("set" + number, 1);
  }

  private static WriterMetadata metadata() {
    return metadata(List.of(new Component(WriterFixture.component(), Set.of(), true, false)));
  }

  private static WriterMetadata metadata(List<Component> components) {
    return new WriterMetadata(
        WRITER,
        WriterLevel.BACK_END,
        Duration.ofSeconds(60),
        HoldKind.APPLICATION,
        Optional.empty(),
        RestoreMethod.RESTORE_STOP_START,
        components,
        List.of());
  }
}
