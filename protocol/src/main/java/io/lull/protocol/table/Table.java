package io.lull.protocol.table;

import io.lull.protocol.failure.Failure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A state machine written as rows: every phase meets every input in exactly one cell.
 *
 * <p>A table that misses a cell, or names one twice, cannot be built, so a new phase or a new input
 * stops the program at its first use until somebody has decided what it means.
 *
 * @param <P> phase
 * @param <S> state
 * @param <I> input, a sealed interface of records
 * @param <T> time
 * @param <D> decision
 */
public final class Table<P extends Enum<P>, S, I, T, D> {
  private final Class<P> phases;
  private final Map<Class<?>, Map<P, Cell<P, S, I, T, D>>> cells;
  private final D nothing;
  private final Refusal<S, I, D> refusal;

  private Table(Builder<P, S, I, T, D> rows) {
    this.phases = rows.phases;
    this.cells = rows.cells;
    this.nothing = rows.nothing;
    this.refusal = rows.refusal;
  }

  /** Begins a table; {@code nothing} is the decision of an ignored input. */
  public static <P extends Enum<P>, S, I, T, D> Builder<P, S, I, T, D> of(
      Class<P> phases, Class<I> inputs, D nothing, Refusal<S, I, D> refusal) {
    return new Builder<>(phases, inputs, nothing, refusal);
  }

  /** Looks the cell up and does what it says. */
  public D decide(P phase, S state, I input, T now) {
    return switch (cell(phase, input.getClass())) {
      case Cell.On<P, S, I, T, D> on -> on.rule().decide(state, input, now);
      case Cell.Ignore<P, S, I, T, D> ignored -> nothing;
      case Cell.Reject<P, S, I, T, D> reject -> refusal.refuse(state, input, reject.failure());
      case Cell.Impossible<P, S, I, T, D> impossible ->
          throw new IllegalStateException(
              "expected that "
                  + input
                  + " cannot come in phase "
                  + phase
                  + " ("
                  + impossible.why()
                  + "), but it did");
    };
  }

  public Cell<P, S, I, T, D> cell(P phase, Class<?> input) {
    Map<P, Cell<P, S, I, T, D>> column = cells.get(input);
    if (column == null) {
      throw new IllegalArgumentException("expected an input of this table, but got " + input);
    }
    return Optional.ofNullable(column.get(phase)).orElseThrow();
  }

  public List<P> phases() {
    return List.of(phases.getEnumConstants());
  }

  /** The input types in the order in which the rows name them. */
  public Set<Class<?>> inputs() {
    return cells.keySet();
  }

  /** Collects the rows of a table. */
  public static final class Builder<P extends Enum<P>, S, I, T, D> {
    private final Class<P> phases;
    private final Class<I> inputs;
    private final D nothing;
    private final Refusal<S, I, D> refusal;
    private final Map<Class<?>, Map<P, Cell<P, S, I, T, D>>> cells = new LinkedHashMap<>();

    private Builder(Class<P> phases, Class<I> inputs, D nothing, Refusal<S, I, D> refusal) {
      this.phases = phases;
      this.inputs = inputs;
      this.nothing = nothing;
      this.refusal = refusal;
    }

    /** The input is acted upon: from one phase, by a rule, to one of the named phases. */
    @SafeVarargs
    public final <J extends I> Builder<P, S, I, T, D> on(
        P from, Class<J> input, String why, Rule<S, J, T, D> rule, P... to) {
      return on(EnumSet.of(from), input, why, rule, to);
    }

    /** The same row for several phases; no target phase named means: it stays where it is. */
    @SafeVarargs
    public final <J extends I> Builder<P, S, I, T, D> on(
        Set<P> from, Class<J> input, String why, Rule<S, J, T, D> rule, P... to) {
      Rule<S, I, T, D> widened = (state, any, now) -> rule.decide(state, input.cast(any), now);
      List<P> targets = new ArrayList<>();
      for (P target : to) {
        targets.add(target);
      }
      for (P phase : from) {
        List<P> ends = targets.isEmpty() ? List.of(phase) : List.copyOf(targets);
        put(phase, input, new Cell.On<>(why, widened, ends));
      }
      return this;
    }

    /** The same row for several phases, each of which may also stay as it is. */
    @SafeVarargs
    public final <J extends I> Builder<P, S, I, T, D> onOrStay(
        Set<P> from, Class<J> input, String why, Rule<S, J, T, D> rule, P... to) {
      Rule<S, I, T, D> widened = (state, any, now) -> rule.decide(state, input.cast(any), now);
      for (P phase : from) {
        List<P> ends = new ArrayList<>(List.of(phase));
        for (P target : to) {
          ends.add(target);
        }
        put(phase, input, new Cell.On<>(why, widened, List.copyOf(ends)));
      }
      return this;
    }

    /** The input is acted upon in every phase that no row above has named for it. */
    @SafeVarargs
    public final <J extends I> Builder<P, S, I, T, D> onElsewhere(
        Class<J> input, String why, Rule<S, J, T, D> rule, P... to) {
      return on(unnamed(input), input, why, rule, to);
    }

    /** The input changes nothing in this phase. */
    public Builder<P, S, I, T, D> ignore(P phase, Class<? extends I> input, String why) {
      return ignore(EnumSet.of(phase), input, why);
    }

    /** The input changes nothing in these phases. */
    public Builder<P, S, I, T, D> ignore(Set<P> in, Class<? extends I> input, String why) {
      in.forEach(phase -> put(phase, input, new Cell.Ignore<>(why)));
      return this;
    }

    /** The asker is refused in this phase. */
    public Builder<P, S, I, T, D> reject(P phase, Class<? extends I> input, Failure failure) {
      return reject(EnumSet.of(phase), input, failure);
    }

    /** The asker is refused in these phases. */
    public Builder<P, S, I, T, D> reject(Set<P> in, Class<? extends I> input, Failure failure) {
      in.forEach(phase -> put(phase, input, new Cell.Reject<>(failure)));
      return this;
    }

    /** The input cannot come in these phases. */
    public Builder<P, S, I, T, D> impossible(Set<P> in, Class<? extends I> input, String why) {
      in.forEach(phase -> put(phase, input, new Cell.Impossible<>(why)));
      return this;
    }

    /** The asker is refused in every phase that no row above has named for this input. */
    public Builder<P, S, I, T, D> rejectElsewhere(Class<? extends I> input, Failure failure) {
      return reject(unnamed(input), input, failure);
    }

    /** The input changes nothing in every phase that no row above has named for it. */
    public Builder<P, S, I, T, D> ignoreElsewhere(Class<? extends I> input, String why) {
      return ignore(unnamed(input), input, why);
    }

    /** The input cannot come in any phase that no row above has named for it. */
    public Builder<P, S, I, T, D> impossibleElsewhere(Class<? extends I> input, String why) {
      return impossible(unnamed(input), input, why);
    }

    /** The finished table; names every cell that no row covers. */
    public Table<P, S, I, T, D> build() {
      List<String> missing = new ArrayList<>();
      for (Class<?> input : leaves(inputs)) {
        for (P phase : phases.getEnumConstants()) {
          if (!cells.getOrDefault(input, Map.of()).containsKey(phase)) {
            missing.add(phase + " × " + input.getSimpleName());
          }
        }
      }
      if (!missing.isEmpty()) {
        throw new IllegalStateException("expected a row for every cell, but none has " + missing);
      }
      return new Table<>(this);
    }

    private void put(P phase, Class<? extends I> input, Cell<P, S, I, T, D> cell) {
      Map<P, Cell<P, S, I, T, D>> column = cells.computeIfAbsent(input, _ -> new EnumMap<>(phases));
      if (column.put(phase, cell) != null) {
        throw new IllegalStateException(
            "expected one row for " + phase + " × " + input.getSimpleName() + ", but got two");
      }
    }

    private Set<P> unnamed(Class<? extends I> input) {
      Set<P> unnamed = EnumSet.allOf(phases);
      unnamed.removeAll(cells.getOrDefault(input, Collections.emptyMap()).keySet());
      return unnamed;
    }

    /** The records below a sealed interface, through sealed interfaces between them. */
    private static List<Class<?>> leaves(Class<?> type) {
      if (!type.isSealed()) {
        return List.of(type);
      }
      List<Class<?>> leaves = new ArrayList<>();
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        leaves.addAll(leaves(permitted));
      }
      return leaves;
    }
  }
}
