package io.lull.protocol.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Remembers which cells of a table a test came through. */
public final class Taken {
  private final Set<String> cells = new HashSet<>();

  public void record(Table<?, ?, ?, ?, ?> table, Enum<?> phase, Object input) {
    assertThat(table.inputs()).contains(input.getClass());
    cells.add(name(phase, input.getClass()));
  }

  /** Fails with the name of every cell that is acted upon and that nobody came through. */
  public <P extends Enum<P>> void assertAllOnRowsTaken(Table<P, ?, ?, ?, ?> table) {
    List<String> untaken = new ArrayList<>();
    for (Class<?> input : table.inputs()) {
      for (P phase : table.phases()) {
        if (table.cell(phase, input) instanceof Cell.On && !cells.contains(name(phase, input))) {
          untaken.add(name(phase, input));
        }
      }
    }
    assertThat(untaken).as("cells that no test takes").isEmpty();
  }

  private static String name(Enum<?> phase, Class<?> input) {
    return phase + " × " + input.getSimpleName();
  }
}
