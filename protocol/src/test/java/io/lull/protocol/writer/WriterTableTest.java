package io.lull.protocol.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Setting;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Taken;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every phase meets every input, with something or other in between. */
class WriterTableTest {
  /** What may come before the input, once the phase is reached. */
  private static final List<Consumer<WriterFixture>> BEFORE =
      List.of(
          fixture -> {},
          fixture -> fixture.ask(WriterStep.BACKUP_SHUTDOWN, WriterFixture.X),
          fixture -> fixture.abort(WriterFixture.X),
          fixture -> fixture.pass(WriterFixture.LEASE),
          WriterTableTest::releaseIfAsked,
          fixture -> {
            fixture.abort(WriterFixture.X);
            releaseIfAsked(fixture);
            fixture.ask(WriterStep.BACKUP_SHUTDOWN, WriterFixture.X);
          },
          fixture -> {
            endIfCalled(fixture, WriterStep.ABORT);
            fixture.ask(WriterStep.BACKUP_SHUTDOWN, WriterFixture.X);
          },
          fixture -> {
            releaseIfAsked(fixture);
            fixture.ask(WriterStep.BACKUP_SHUTDOWN, WriterFixture.X);
          },
          fixture -> {
            if (fixture.phase(WriterFixture.X) == WriterPhase.ABORTING) {
              fixture.cannotRelease();
              fixture.end(WriterStep.ABORT, WriterFixture.DONE);
            }
          },
          fixture -> {
            if (fixture.phase(WriterFixture.X) == WriterPhase.ABORTING) {
              fixture.cannotRelease();
              fixture.end(WriterStep.ABORT, WriterFixture.DONE);
              fixture.ask(WriterStep.BACKUP_SHUTDOWN, WriterFixture.X);
            }
          });

  @ParameterizedTest
  @EnumSource(WriterPhase.class)
  void a_replay_of_the_events_is_the_live_state(WriterPhase phase) {
    eachInput(
        phase,
        (fixture, input) -> {
          fixture.give(input);
          assertThat(fixture.machine.replay(fixture.born, fixture.events))
              .isEqualTo(fixture.writer);
        });
  }

  @ParameterizedTest
  @EnumSource(WriterPhase.class)
  void the_same_input_is_decided_alike_every_time(WriterPhase phase) {
    eachInput(
        phase,
        (fixture, input) ->
            assertThat(fixture.machine.decide(fixture.writer, input, fixture.now))
                .isEqualTo(fixture.machine.decide(fixture.writer, input, fixture.now)));
  }

  @ParameterizedTest
  @EnumSource(WriterPhase.class)
  void a_refusal_changes_nothing_but_the_epoch(WriterPhase phase) {
    eachInput(
        phase,
        (fixture, input) -> {
          Decision<WriterEvent, WriterEffect, WriterReply> decision = fixture.give(input);
          boolean refused =
              decision.replies().stream().anyMatch(WriterReply.Refused.class::isInstance);
          boolean lapsed = decision.effects().stream().anyMatch(ReleaseHold.class::isInstance);
          if (refused && !lapsed) {
            assertThat(decision.effects()).isEmpty();
            assertThat(decision.events()).allMatch(WriterEvent.EpochRaised.class::isInstance);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(WriterPhase.class)
  void every_request_names_who_answers_and_what(WriterPhase phase) {
    eachInput(
        phase,
        (fixture, input) -> {
          for (WriterReply reply : fixture.give(input).replies()) {
            assertThat(reply.writer()).isEqualTo(WriterFixture.WRITER);
          }
        });
  }

  @Test
  void every_row_is_taken() {
    for (WriterPhase phase : WriterPhase.values()) {
      eachInput(phase, WriterFixture::give);
    }
    noRoom();
    Taken.assertAllOnRowsTaken(WriterTable.TABLE);
  }

  /** A writer that may keep one session, and that one stands still. */
  private static void noRoom() {
    Limits one = Limits.defaults().with(Setting.WRITER_SESSIONS, 1);
    WriterFixture fixture = new WriterFixture(one, Optional.empty());
    fixture.reach(WriterPhase.FROZEN, WriterFixture.Y);
    fixture.ask(WriterStep.PREPARE_FOR_BACKUP, WriterFixture.X);
    fixture.ask(WriterStep.PRE_RESTORE, WriterFixture.X);
    assertThat(fixture.phase(WriterFixture.X)).isEqualTo(WriterPhase.ABSENT);
  }

  private interface Given {
    void check(WriterFixture fixture, WriterInput input);
  }

  private static void eachInput(WriterPhase phase, Given given) {
    for (Consumer<WriterFixture> before : BEFORE) {
      WriterFixture reached = reached(phase, before);
      inputs(reached).forEach(input -> given.check(reached.copy(), input));
    }
  }

  private static WriterFixture reached(WriterPhase phase, Consumer<WriterFixture> before) {
    WriterFixture fixture = WriterFixture.in(phase);
    before.accept(fixture);
    return fixture;
  }

  private static List<WriterInput> inputs(WriterFixture fixture) {
    List<WriterInput> inputs = new ArrayList<>();
    for (WriterStep step : WriterStep.values()) {
      inputs.add(fixture.request(step, WriterFixture.X));
      inputs.add(fixture.request(step, WriterFixture.later(WriterFixture.X)));
      inputs.add(fixture.request(step, WriterFixture.stamp("x", 1)));
    }
    inputs.add(
        new WriterInput.Thaw(WriterFixture.X, WriterFixture.token(999), WriterFixture.RECEIPTS));
    for (CallHandler call : fixture.all(CallHandler.class)) {
      reports(inputs, call);
    }
    for (ReleaseHold release : fixture.all(ReleaseHold.class)) {
      for (HoldEnd end : HoldEnd.values()) {
        inputs.add(new WriterInput.HoldReleased(release.set(), release.call(), end));
      }
      inputs.add(new WriterInput.ReleaseFailed(release.set(), release.call(), WriterFixture.STUCK));
    }
    ofNoSet(inputs);
    return inputs;
  }

  private static void reports(List<WriterInput> inputs, CallHandler call) {
    SetId set = call.set();
    long number = call.call();
    for (HandlerResult result :
        List.of(
            WriterFixture.DONE,
            WriterFixture.FAILED,
            new HandlerResult.Objected(WriterFixture.BROKEN),
            new HandlerResult.Partial(Map.of(WriterFixture.component(), WriterFixture.BROKEN)))) {
      inputs.add(new WriterInput.HandlerEnded(set, number, result));
    }
    inputs.add(new WriterInput.HandlerOverdue(set, number));
    if (call.step() == WriterStep.FREEZE) {
      inputs.add(new WriterInput.FreezeHandled(set, number, WriterFixture.token(number)));
      inputs.add(new WriterInput.LeaseDue(set, number));
      inputs.add(new WriterInput.HoldReleased(set, number, HoldEnd.LAPSED));
    }
  }

  private static void ofNoSet(List<WriterInput> inputs) {
    SetId set = WriterFixture.X.set();
    SessionId session = WriterFixture.X.session();
    inputs.add(new WriterInput.HandlerEnded(set, 999, WriterFixture.DONE));
    inputs.add(new WriterInput.HandlerOverdue(set, 999));
    inputs.add(new WriterInput.FreezeHandled(set, 999, WriterFixture.token(999)));
    inputs.add(new WriterInput.LeaseDue(set, 999));
    inputs.add(new WriterInput.HoldReleased(set, 999, HoldEnd.HELD));
    inputs.add(new WriterInput.ReleaseFailed(set, 999, WriterFixture.STUCK));
    inputs.add(new WriterInput.HoldFound(set, WriterFixture.token(998)));
    inputs.add(new WriterInput.CollectAbandoned());
    inputs.add(new WriterInput.Identify(session, WriterFixture.LIFE));
    inputs.add(new WriterInput.Identify(session, Incarnation.FIRST));
    inputs.add(new WriterInput.Described(session, Optional.empty(), Optional.empty()));
    inputs.add(new WriterInput.Abort(WriterFixture.Y, Failure.REQUESTER_LOST));
  }

  private static void releaseIfAsked(WriterFixture fixture) {
    if (!fixture.all(ReleaseHold.class).isEmpty()) {
      fixture.release(HoldEnd.HELD);
    }
  }

  private static void endIfCalled(WriterFixture fixture, WriterStep step) {
    if (fixture.all(CallHandler.class).stream().anyMatch(call -> call.step() == step)) {
      fixture.end(step, WriterFixture.DONE);
    }
  }
}
