package io.lull.protocol.table;

import java.util.List;

/**
 * What a machine makes of one input.
 *
 * @param <E> what happened; the only thing that changes state
 * @param <F> what to do next; carried out after the events are kept, and safe to repeat
 * @param <R> answers to askers, each naming the question it answers
 */
public record Decision<E, F, R>(List<E> events, List<F> effects, List<R> replies) {
  private static final Decision<?, ?, ?> NOTHING = new Decision<>(List.of(), List.of(), List.of());

  public Decision {
    events = List.copyOf(events);
    effects = List.copyOf(effects);
    replies = List.copyOf(replies);
  }

  @SuppressWarnings("unchecked") // An empty decision holds no value of any of the three types.
  public static <E, F, R> Decision<E, F, R> nothing() {
    return (Decision<E, F, R>) NOTHING;
  }

  public static <E, F, R> Decision<E, F, R> reply(R reply) {
    return new Decision<>(List.of(), List.of(), List.of(reply));
  }

  public static <E, F, R> Decision<E, F, R> effect(F effect) {
    return new Decision<>(List.of(), List.of(effect), List.of());
  }

  public static <E, F, R> Decision<E, F, R> event(E event) {
    return new Decision<>(List.of(event), List.of(), List.of());
  }
}
