package io.lull.protocol.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.failure.Failure;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A table as small as can be: a lamp. */
class TableTest {
  private static final String WHY = "so it is";

  private enum Light {
    OFF,
    ON,
    BROKEN
  }

  private sealed interface Deed {}

  private sealed interface Switching extends Deed {}

  private record Press(int times) implements Switching {}

  private record Pull() implements Switching {}

  private record Smash() implements Deed {}

  private static Table.Builder<Light, String, Deed, Integer, String> lamp() {
    return Table.of(
        Light.class,
        Deed.class,
        "nothing",
        (state, deed, failure) -> state + " refuses " + deed + " by " + failure);
  }

  private static String press(String state, Press press, Integer now) {
    return state + " pressed " + press.times() + " at " + now;
  }

  /** Every kind of row, each in a cell of its own. */
  private static Table.Builder<Light, String, Deed, Integer, String> allButSmash() {
    return lamp()
        .on(Light.OFF, Press.class, WHY, TableTest::press, Light.ON)
        .on(EnumSet.of(Light.ON), Press.class, WHY, TableTest::press)
        .impossible(EnumSet.of(Light.BROKEN), Press.class, "nobody presses a broken lamp")
        .onOrStay(EnumSet.of(Light.OFF), Pull.class, WHY, (state, pull, now) -> "pulled", Light.ON)
        .reject(Light.ON, Pull.class, Failure.BAD_STATE)
        .ignore(Light.BROKEN, Pull.class, WHY);
  }

  private static final Table<Light, String, Deed, Integer, String> LAMP =
      allButSmash()
          .on(Light.OFF, Smash.class, WHY, (state, smash, now) -> "smashed", Light.BROKEN)
          .ignoreElsewhere(Smash.class, WHY)
          .build();

  @Test
  void a_row_is_acted_upon_with_state_input_and_time() {
    assertThat(allButSmash().ignoreElsewhere(Smash.class, WHY).build())
        .satisfies(
            table -> {
              assertThat(table.decide(Light.OFF, "lamp", new Press(2), 7))
                  .isEqualTo("lamp pressed 2 at 7");
              assertThat(table.decide(Light.ON, "lamp", new Press(3), 8))
                  .isEqualTo("lamp pressed 3 at 8");
              assertThat(table.decide(Light.OFF, "lamp", new Pull(), 7)).isEqualTo("pulled");
            });
  }

  @Test
  void what_is_ignored_decides_nothing_and_what_is_rejected_is_refused() {
    assertThat(LAMP.decide(Light.BROKEN, "lamp", new Pull(), 7)).isEqualTo("nothing");
    assertThat(LAMP.decide(Light.ON, "lamp", new Pull(), 7))
        .isEqualTo("lamp refuses Pull[] by BAD_STATE");
  }

  @Test
  void what_cannot_come_says_so_if_it_comes() {
    assertThatThrownBy(() -> LAMP.decide(Light.BROKEN, "lamp", new Press(1), 7))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("BROKEN", "nobody presses a broken lamp");
  }

  @Test
  void a_row_names_where_it_leads() {
    assertThat(ends(Light.OFF, Press.class)).containsExactly(Light.ON);
    assertThat(ends(Light.ON, Press.class)).containsExactly(Light.ON);
    assertThat(ends(Light.OFF, Pull.class)).containsExactly(Light.OFF, Light.ON);
    assertThat(ends(Light.OFF, Smash.class)).containsExactly(Light.BROKEN);
  }

  private static List<Light> ends(Light from, Class<? extends Deed> deed) {
    return ((Cell.On<Light, String, Deed, Integer, String>) LAMP.cell(from, deed)).to();
  }

  @Test
  void elsewhere_means_where_no_row_above_has_named_the_input() {
    assertThat(LAMP.decide(Light.OFF, "lamp", new Smash(), 7)).isEqualTo("smashed");
    assertThat(LAMP.cell(Light.ON, Smash.class)).isEqualTo(new Cell.Ignore<>(WHY));

    Table<Light, String, Deed, Integer, String> rejecting =
        allButSmash()
            .ignore(EnumSet.of(Light.OFF), Smash.class, WHY)
            .rejectElsewhere(Smash.class, Failure.BAD_STATE)
            .build();
    assertThat(rejecting.cell(Light.OFF, Smash.class)).isInstanceOf(Cell.Ignore.class);
    assertThat(rejecting.cell(Light.ON, Smash.class))
        .isEqualTo(new Cell.Reject<>(Failure.BAD_STATE));

    Table<Light, String, Deed, Integer, String> impossible =
        allButSmash()
            .onElsewhere(Smash.class, WHY, (state, smash, now) -> "smashed", Light.BROKEN)
            .build();
    assertThat(impossible.decide(Light.ON, "lamp", new Smash(), 7)).isEqualTo("smashed");
    assertThat(
            allButSmash().impossibleElsewhere(Smash.class, WHY).build().cell(Light.ON, Smash.class))
        .isEqualTo(new Cell.Impossible<>(WHY));
  }

  @Test
  void a_table_that_misses_a_cell_cannot_be_built() {
    assertThatThrownBy(() -> allButSmash().ignore(Light.ON, Smash.class, WHY).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("OFF × Smash", "BROKEN × Smash")
        .hasMessageNotContaining("ON × ");
  }

  @Test
  void a_table_that_names_a_cell_twice_cannot_be_built() {
    assertThatThrownBy(() -> allButSmash().ignore(Light.ON, Pull.class, WHY))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ON × Pull");
  }

  @Test
  void an_input_of_another_table_has_no_cell() {
    assertThatThrownBy(() -> LAMP.cell(Light.ON, String.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("String");
  }

  @Test
  void phases_and_inputs_come_in_the_order_of_the_rows() {
    assertThat(LAMP.phases()).containsExactly(Light.values());
    assertThat(LAMP.inputs()).containsExactly(Press.class, Pull.class, Smash.class);
  }
}
