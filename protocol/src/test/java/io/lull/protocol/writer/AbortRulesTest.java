package io.lull.protocol.writer;

import static io.lull.protocol.writer.WriterFixture.BROKEN;
import static io.lull.protocol.writer.WriterFixture.DONE;
import static io.lull.protocol.writer.WriterFixture.FAILED;
import static io.lull.protocol.writer.WriterFixture.WRITER;
import static io.lull.protocol.writer.WriterFixture.X;
import static io.lull.protocol.writer.WriterFixture.Y;
import static io.lull.protocol.writer.WriterFixture.in;
import static io.lull.protocol.writer.WriterFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.table.Decision;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.InterruptHandler;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterEffect.WriteLog;
import io.lull.protocol.writer.WriterReply.Handled;
import org.junit.jupiter.api.Test;

class AbortRulesTest {
  private static final Handled ABORTED = new Handled(WRITER, X, WriterStep.ABORT, DONE);

  @Test
  void an_abort_of_one_set_does_not_thaw_another() {
    WriterFixture fixture = in(WriterPhase.FROZEN).reach(WriterPhase.SNAPSHOT_PREPARED, Y);
    fixture.abort(Y);
    fixture.end(WriterStep.ABORT, DONE);
    assertThat(fixture.phase(Y)).isEqualTo(WriterPhase.ABORTED);
    assertThat(fixture.phase(X)).isEqualTo(WriterPhase.FROZEN);
    assertThat(fixture.all(ReleaseHold.class)).isEmpty();
    assertThat(fixture.all(WriteLog.class)).as("X stands still").isEmpty();
  }

  @Test
  void an_abort_does_not_wait_for_the_handler_that_runs() {
    WriterFixture fixture = in(WriterPhase.PREPARING_SNAPSHOT);
    long preparing = fixture.call(WriterStep.PREPARE_FOR_SNAPSHOT).call();
    Decision<WriterEvent, WriterEffect, WriterReply> decision = fixture.abort(X);
    assertThat(decision.effects())
        .containsSubsequence(
            new InterruptHandler(X.set(), preparing), fixture.call(WriterStep.ABORT));
    fixture.end(WriterStep.ABORT, DONE);
    assertThat(fixture.replies).last().isEqualTo(ABORTED);
    assertThat(fixture.end(WriterStep.PREPARE_FOR_SNAPSHOT, DONE)).isEqualTo(Decision.nothing());
  }

  @Test
  void the_application_cleans_up_only_when_the_owner_has_let_go() {
    WriterFixture fixture = in(WriterPhase.FROZEN);
    fixture.abort(X);
    assertThat(fixture.all(CallHandler.class)).noneMatch(call -> call.step() == WriterStep.ABORT);
    fixture.release(HoldEnd.HELD);
    assertThat(fixture.call(WriterStep.ABORT).limit()).isEqualTo(fixture.writer.limits().abort());
  }

  @Test
  void the_application_is_asked_to_let_go_when_the_owner_cannot() {
    WriterFixture fixture = in(WriterPhase.FROZEN);
    fixture.abort(X);
    fixture.cannotRelease();
    assertThat(fixture.call(WriterStep.ABORT).errorHandling()).isTrue();
    fixture.cannotRelease();
    assertThat(fixture.all(CallHandler.class))
        .filteredOn(call -> call.step() == WriterStep.ABORT)
        .hasSize(1);
  }

  @Test
  void an_abort_handler_that_fails_is_an_objection_because_nothing_is_frozen() {
    WriterFixture fixture = in(WriterPhase.POSTED);
    fixture.abort(X);
    assertThat(fixture.end(WriterStep.ABORT, FAILED).replies())
        .containsExactly(
            new Handled(WRITER, X, WriterStep.ABORT, new HandlerResult.Objected(BROKEN)));
    assertThat(fixture.status(X).fault()).contains(BROKEN);
  }

  @Test
  void an_abort_handler_that_never_returns_does_not_keep_the_answer() {
    WriterFixture fixture = in(WriterPhase.POSTED);
    fixture.abort(X);
    Decision<WriterEvent, WriterEffect, WriterReply> decision = fixture.overdue(WriterStep.ABORT);
    assertThat(decision.effects())
        .contains(new InterruptHandler(X.set(), fixture.call(WriterStep.ABORT).call()));
    assertThat(decision.replies())
        .singleElement()
        .isInstanceOfSatisfying(
            Handled.class,
            handled -> assertThat(handled.result()).isInstanceOf(HandlerResult.Objected.class));
  }

  @Test
  void an_abort_that_finds_the_writer_aborting_by_itself_is_answered_when_that_is_done() {
    WriterFixture fixture = in(WriterPhase.FREEZING);
    fixture.end(WriterStep.FREEZE, FAILED);
    assertThat(fixture.abort(X).replies()).isEmpty();
    fixture.release(HoldEnd.HELD);
    assertThat(fixture.end(WriterStep.ABORT, DONE).replies()).containsExactly(ABORTED);
    assertThat(fixture.all(CallHandler.class))
        .filteredOn(call -> call.step() == WriterStep.ABORT)
        .hasSize(1);
  }

  @Test
  void a_failure_of_its_own_stays_visible_after_the_abort() {
    WriterFixture fixture = in(WriterPhase.FREEZING);
    fixture.end(WriterStep.FREEZE, FAILED);
    fixture.abort(X);
    fixture.release(HoldEnd.HELD);
    fixture.end(WriterStep.ABORT, DONE);
    assertThat(fixture.status(X).state()).isEqualTo(WriterState.FAILED_AT_FREEZE);
    assertThat(fixture.status(X).fault()).contains(BROKEN);
    assertThat(in(WriterPhase.ABORTED).status(X).state()).isEqualTo(WriterState.STABLE);
  }

  @Test
  void a_restore_knows_no_abort() {
    for (WriterPhase phase :
        new WriterPhase[] {WriterPhase.PRE_RESTORED, WriterPhase.POST_RESTORING}) {
      assertThat(refusal(in(phase).abort(X))).isEqualTo(Failure.UNSUPPORTED_IN_RESTORE);
    }
  }

  @Test
  void an_aborted_set_stays_aborted_when_nothing_else_is_known_of_it() {
    WriterFixture fixture = in(WriterPhase.ABORTED);
    fixture.pass(fixture.writer.limits().abandonedSession());
    fixture.give(new WriterInput.CollectAbandoned());
    assertThat(fixture.writer.sessions()).isEmpty();
    assertThat(refusal(fixture.ask(WriterStep.FREEZE, X))).isEqualTo(Failure.TOMBSTONED);
    assertThat(fixture.abort(X)).isEqualTo(Decision.reply(ABORTED));
  }

  @Test
  void the_tombstones_are_many_but_not_without_end() {
    WriterFixture fixture = WriterFixture.writer();
    for (int i = 0; i <= Tombstones.MOST; i++) {
      fixture.writer =
          fixture.writer.buried(
              SessionKey.of(WriterFixture.stamp("set" + i, 1)), Tombstone.ABORTED);
    }
    assertThat(fixture.writer.tombstones().all()).hasSize(Tombstones.MOST);
    assertThat(fixture.phase(WriterFixture.stamp("set0", 1))).isEqualTo(WriterPhase.ABSENT);
    assertThat(fixture.phase(WriterFixture.stamp("set1", 1))).isEqualTo(WriterPhase.ABORTED);
  }
}
