package io.lull.protocol.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers which cells tests have taken, and where these led, so that no row goes untested. */
public final class Taken {
  /** One cell, and the phase that it led to. */
  private record Step(Enum<?> from, Class<?> input, Enum<?> to) {}

  private static final Map<Table<?, ?, ?, ?, ?>, Set<Step>> STEPS = new ConcurrentHashMap<>();

  private Taken() {}

  /** Notes one step, which has to be one that the row allows. */
  public static <P extends Enum<P>> void record(
      Table<P, ?, ?, ?, ?> table, P from, Object input, P to) {
    if (STEPS
            .computeIfAbsent(table, any -> ConcurrentHashMap.newKeySet())
            .add(new Step(from, input.getClass(), to))
        && table.cell(from, input.getClass()) instanceof Cell.On<P, ?, ?, ?, ?> on) {
      assertThat(on.to()).as(from + " × " + input).contains(to);
    }
  }

  /** Every row that acts was taken, to one of the phases that it shares with its neighbours. */
  public static <P extends Enum<P>> void assertEveryRowTaken(Table<P, ?, ?, ?, ?> table) {
    Set<Step> taken = STEPS.getOrDefault(table, Set.of());
    List<String> missing = new ArrayList<>();
    for (Class<?> input : table.inputs()) {
      for (P from : table.phases()) {
        if (table.cell(from, input) instanceof Cell.On
            && taken.stream().noneMatch(step -> step.from() == from && step.input() == input)) {
          missing.add(from + " × " + input.getSimpleName());
        }
      }
    }
    assertThat(missing).as("rows that no test has taken").isEmpty();
  }

  /** Every row that acts was taken, to every phase that it names. */
  public static <P extends Enum<P>> void assertAllOnRowsTaken(Table<P, ?, ?, ?, ?> table) {
    Set<Step> taken = STEPS.getOrDefault(table, Set.of());
    List<String> missing = new ArrayList<>();
    for (Class<?> input : table.inputs()) {
      for (P from : table.phases()) {
        if (table.cell(from, input) instanceof Cell.On<P, ?, ?, ?, ?> on) {
          on.to().stream()
              .filter(to -> !taken.contains(new Step(from, input, to)))
              .forEach(to -> missing.add(from + " × " + input.getSimpleName() + " → " + to));
        }
      }
    }
    assertThat(missing).as("rows that no test has taken").isEmpty();
  }
}
