package io.lull.protocol.table;

import java.util.ArrayList;
import java.util.List;

/**
 * A pure machine: no clock, no randomness, no I/O; time and ids come in with the input.
 *
 * @param <S> state, an immutable value
 * @param <I> input
 * @param <T> time: calendar time for what is journaled, one machine's uptime for what is not
 * @param <E> event
 * @param <F> effect
 * @param <R> reply
 */
public interface Machine<S, I, T, E, F, R> {
  /** Says what follows from an input; changes nothing. */
  Decision<E, F, R> decide(S state, I input, T now);

  /** Says what follows from several inputs that came one after the other. */
  default Decision<E, F, R> decideAll(S state, List<? extends I> inputs, T now) {
    if (inputs.size() == 1) {
      return decide(state, inputs.getFirst(), now);
    }
    List<E> events = new ArrayList<>();
    List<F> effects = new ArrayList<>();
    List<R> replies = new ArrayList<>();
    S reached = state;
    for (I input : inputs) {
      Decision<E, F, R> next = decide(reached, input, now);
      reached = replay(reached, next.events());
      events.addAll(next.events());
      effects.addAll(next.effects());
      replies.addAll(next.replies());
    }
    return new Decision<>(events, effects, replies);
  }

  /** Records an event; holds no rule, so that a journal replays the same for ever. */
  S apply(S state, E event);

  /** What must be (re)done by whoever has just come to hold this state. */
  List<F> outstanding(S state, T now);

  /** The state after all the events, in their order. */
  default S replay(S state, List<? extends E> events) {
    S replayed = state;
    for (E event : events) {
      replayed = apply(replayed, event);
    }
    return replayed;
  }
}
