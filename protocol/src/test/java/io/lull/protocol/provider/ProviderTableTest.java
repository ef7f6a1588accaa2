package io.lull.protocol.provider;

import static io.lull.protocol.provider.ProviderFixture.A;
import static io.lull.protocol.provider.ProviderFixture.B;
import static io.lull.protocol.provider.ProviderFixture.DONE;
import static io.lull.protocol.provider.ProviderFixture.FAILED;
import static io.lull.protocol.provider.ProviderFixture.FULL;
import static io.lull.protocol.provider.ProviderFixture.LIFE;
import static io.lull.protocol.provider.ProviderFixture.V;
import static io.lull.protocol.provider.ProviderFixture.W;
import static io.lull.protocol.provider.ProviderFixture.copy;
import static io.lull.protocol.provider.ProviderFixture.delete;
import static io.lull.protocol.provider.ProviderFixture.later;
import static io.lull.protocol.provider.ProviderFixture.marker;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderCall.Asked;
import io.lull.protocol.provider.ProviderEffect.ArmPrepared;
import io.lull.protocol.provider.ProviderEffect.NoteFault;
import io.lull.protocol.provider.ProviderInput.AbortSnapshots;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.CopiesFound;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.ProviderInput.EndPrepare;
import io.lull.protocol.provider.ProviderInput.FateTold;
import io.lull.protocol.provider.ProviderInput.PreparedDue;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderInput.StepEnded;
import io.lull.protocol.provider.ProviderInput.StepOverdue;
import io.lull.protocol.provider.StepResult.DeletionStopped;
import io.lull.protocol.table.Cell;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every phase meets every input, by more than one way and with something or other in between. */
class ProviderTableTest {
  /** A set of which this provider has nothing but what it is told. */
  private static final Stamp C = ProviderFixture.stamp("c", 9);

  private static final Stamp STOLEN =
      new Stamp(new SessionId("s-thief"), A.set(), A.epoch(), A.incarnation(), A.slot());
  private static final Stamp OTHER_LIFE =
      new Stamp(A.session(), A.set(), A.epoch(), LIFE.next(), A.slot());
  private static final Volume ELSEWHERE = new Volume(new HostId("h2"), "/v");

  /** What may come before the input, once the phase is reached. */
  private static final List<Consumer<ProviderFixture>> BEFORE =
      List.of(
          fixture -> {},
          fixture -> fixture.pass(fixture.provider.limits().preparedLease()),
          fixture -> fixture.give(new CopiesFound(List.of(marker(A, V, true)))),
          fixture -> fixture.give(delete(A, V)),
          fixture -> fixture.give(new AbortSnapshots(A)),
          fixture -> {
            fixture.give(new AbortSnapshots(A));
            endLast(fixture, DONE);
          },
          fixture -> {
            fixture.give(new AbortSnapshots(A));
            endLast(fixture, FAILED);
          },
          fixture -> {
            fixture.give(delete(A, V));
            fixture.give(new FateTold(A.set(), false));
            endLast(fixture, DONE);
          },
          fixture -> fixture.give(new BeginPrepare(later(B), V)));

  @ParameterizedTest
  @EnumSource(ProviderPhase.class)
  void every_input_does_what_its_cell_says(ProviderPhase phase) {
    eachInput(phase, ProviderTableTest::checkCell);
  }

  @ParameterizedTest
  @EnumSource(ProviderPhase.class)
  void every_request_is_answered_once_or_waits(ProviderPhase phase) {
    eachInput(
        phase,
        (fixture, input) -> {
          if (input instanceof ProviderRequest request) {
            var decision = decide(fixture, input);
            boolean waits = waits(after(fixture, decision), request);
            assertThat(
                    decision.replies().stream()
                        .filter(reply -> ProviderHostInvariants.isOf(reply, request))
                        .count())
                .as(fixture.phase(A) + " × " + request)
                .isEqualTo(waits ? 0 : 1);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(ProviderPhase.class)
  void a_request_that_comes_twice_does_nothing_the_second_time(ProviderPhase phase) {
    eachInput(
        phase,
        (fixture, input) -> {
          if (input instanceof ProviderRequest request) {
            Provider once = after(fixture, decide(fixture, input));
            var again = fixture.machine.decide(once, request, fixture.now);
            String cell = fixture.phase(A) + " × " + request;
            assertThat(again.events()).as(cell).isEmpty();
            assertThat(again.effects()).as(cell).allMatch(NoteFault.class::isInstance);
          }
        });
  }

  @Test
  void every_row_is_taken() {
    for (ProviderPhase phase : ProviderPhase.values()) {
      eachInput(phase, ProviderTableTest::checkCell);
    }
    Taken.assertAllOnRowsTaken(ProviderTable.TABLE);
  }

  private static void checkCell(ProviderFixture fixture, ProviderInput input) {
    var decision = decide(fixture, input);
    ProviderFixture.note(fixture.provider, input, after(fixture, decision));
    boolean fenced =
        input instanceof ProviderRequest request
            && Fence.check(fixture.provider, request).isPresent();
    for (SetId set : ProviderFixture.sets(input)) {
      ProviderPhase from = fixture.provider.phase(set);
      Cell<ProviderPhase, ?, ?, ?, ?> cell = ProviderTable.TABLE.cell(from, input.getClass());
      if (fenced || cell instanceof Cell.Reject) {
        assertThat(decision.effects()).as(from + " × " + input).isEmpty();
        assertThat(decision.events()).allMatch(ProviderEvent.EpochSeen.class::isInstance);
        assertThat(decision.replies()).singleElement().isInstanceOf(ProviderReply.Refused.class);
      } else if (cell instanceof Cell.Ignore && ProviderFixture.sets(input).size() == 1) {
        assertThat(decision).as(from + " × " + input).isEqualTo(Decision.nothing());
      }
    }
  }

  private static void eachInput(
      ProviderPhase phase, BiConsumer<ProviderFixture, ProviderInput> given) {
    for (ProviderFixture reached : ways(phase)) {
      inputs(reached).forEach(input -> given.accept(reached, input));
    }
  }

  private static List<ProviderFixture> ways(ProviderPhase phase) {
    List<ProviderFixture> ways = new ArrayList<>();
    for (Consumer<ProviderFixture> before : BEFORE) {
      ways.add(new ProviderFixture().in(A, phase));
      before.accept(ways.getLast());
      if (phase.compareTo(ProviderPhase.PREPARING) >= 0) {
        ways.add(withAVolumeThatFailed().in(A, phase));
        before.accept(ways.getLast());
      }
    }
    if (phase == ProviderPhase.ENDING_PREPARE) {
      ways.add(new ProviderFixture().begins(A, V));
      ways.getLast().give(new BeginPrepare(A, W));
      ways.getLast().give(new EndPrepare(A, Set.of(V, W)));
    }
    return ways;
  }

  /** What there may be of it is being removed, and its own work has not ended yet. */
  private static ProviderFixture withAVolumeThatFailed() {
    ProviderFixture fixture = new ProviderFixture();
    fixture.give(new BeginPrepare(A, W));
    fixture.isOverdue(fixture.lastWork());
    return fixture;
  }

  private static void endLast(ProviderFixture fixture, StepResult result) {
    if (fixture.effects.stream().anyMatch(ProviderFixture::isWork)) {
      fixture.ends(result);
    }
  }

  private static List<ProviderInput> inputs(ProviderFixture fixture) {
    List<ProviderInput> inputs = new ArrayList<>();
    for (Stamp stamp : List.of(A, later(A), later(later(A)), STOLEN, OTHER_LIFE, B, C)) {
      for (ProviderStep step : ProviderStep.values()) {
        inputs.add(ProviderFixture.request(stamp, step));
      }
      inputs.add(new BeginPrepare(stamp, W));
      inputs.add(new BeginPrepare(stamp, ELSEWHERE));
      inputs.add(new DeleteSnapshots(stamp, List.of()));
      inputs.add(delete(stamp, W, V));
      inputs.add(delete(stamp, ELSEWHERE));
    }
    inputs.add(new DeleteSnapshots(A, List.of(copy(B, V))));
    for (ProviderEffect effect : fixture.effects) {
      reports(inputs, effect);
    }
    ofNoWork(inputs);
    return inputs;
  }

  private static void reports(List<ProviderInput> inputs, ProviderEffect effect) {
    if (effect instanceof ArmPrepared arm) {
      inputs.add(new PreparedDue(arm.set(), arm.call()));
    } else if (ProviderFixture.isWork(effect)) {
      SetId set = ProviderFixture.set(effect);
      long call = ProviderFixture.call(effect);
      inputs.add(new StepEnded(set, call, DONE));
      inputs.add(new StepEnded(set, call, FAILED));
      inputs.add(new StepEnded(set, call, new DeletionStopped(List.of(), copy(A, V), FULL)));
      inputs.add(new StepOverdue(set, call));
    }
  }

  private static void ofNoWork(List<ProviderInput> inputs) {
    for (Stamp stamp : List.of(A, C)) {
      inputs.add(new StepEnded(stamp.set(), 999, DONE));
      inputs.add(new StepOverdue(stamp.set(), 999));
      inputs.add(new PreparedDue(stamp.set(), 999));
      inputs.add(new FateTold(stamp.set(), true));
      inputs.add(new FateTold(stamp.set(), false));
      inputs.add(new CopiesFound(List.of(marker(stamp, V, true), marker(stamp, W, false))));
      inputs.add(new CopiesFound(List.of(marker(stamp, V, true))));
    }
    inputs.add(new CopiesFound(List.of(marker(A, V, true), marker(C, V, false))));
  }

  private static Decision<ProviderEvent, ProviderEffect, ProviderReply> decide(
      ProviderFixture fixture, ProviderInput input) {
    return fixture.machine.decide(fixture.provider, input, fixture.now);
  }

  private static Provider after(
      ProviderFixture fixture, Decision<ProviderEvent, ProviderEffect, ProviderReply> decision) {
    return fixture.machine.replay(fixture.provider, decision.events());
  }

  private static boolean waits(Provider provider, ProviderRequest request) {
    Optional<ProviderSession> session = provider.set(request.stamp().set());
    return request instanceof AbortSnapshots
        ? session.flatMap(known -> known.open().abort()).equals(Optional.of(request.stamp()))
        : session.stream()
            .flatMap(known -> known.calls().values().stream())
            .anyMatch(call -> call instanceof Asked asked && isAlike(asked.request(), request));
  }

  /** A coordinator names the same volumes each time; which they were the first time counts. */
  private static boolean isAlike(ProviderRequest one, ProviderRequest other) {
    return one.equals(other)
        || (one instanceof EndPrepare
            && other instanceof EndPrepare
            && one.stamp().equals(other.stamp()));
  }
}
