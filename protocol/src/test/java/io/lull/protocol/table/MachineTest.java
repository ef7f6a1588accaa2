package io.lull.protocol.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A machine as small as can be: it counts, and says what it has at every third. */
class MachineTest {
  private static final Machine<Integer, Integer, String, Integer, String, String> COUNTER =
      new Machine<>() {
        @Override
        public Decision<Integer, String, String> decide(Integer state, Integer input, String now) {
          int next = state + input;
          return next % 3 == 0
              ? new Decision<>(List.of(input), List.of("ring"), List.of(next + " at " + now))
              : Decision.event(input);
        }

        @Override
        public Integer apply(Integer state, Integer event) {
          return state + event;
        }

        @Override
        public List<String> outstanding(Integer state, String now) {
          return List.of();
        }
      };

  @Test
  void severalInputsAreOneDecisionInTheirOrder() {
    assertThat(COUNTER.decideAll(1, List.of(1, 1, 2, 1), "noon"))
        .isEqualTo(
            new Decision<>(
                List.of(1, 1, 2, 1), List.of("ring", "ring"), List.of("3 at noon", "6 at noon")));
  }

  @Test
  void oneInputIsDecidedAsEver() {
    assertThat(COUNTER.decideAll(2, List.of(1), "noon")).isEqualTo(COUNTER.decide(2, 1, "noon"));
  }

  @Test
  void noInputIsNothing() {
    assertThat(COUNTER.decideAll(2, List.of(), "noon")).isEqualTo(Decision.nothing());
  }
}
