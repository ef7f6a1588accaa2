package io.lull.protocol.simulation;

import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Machine;
import java.util.List;

/** A machine that makes a mistake. */
public record Twisted<S, I, T, E, F, R>(
    Machine<S, I, T, E, F, R> real, Twist<S, I, T, E, F, R> twist)
    implements Machine<S, I, T, E, F, R> {
  /** What the mistake makes of a right decision. */
  @FunctionalInterface
  public interface Twist<S, I, T, E, F, R> {
    Decision<E, F, R> twist(S state, I input, T now, Decision<E, F, R> decision);
  }

  @Override
  public Decision<E, F, R> decide(S state, I input, T now) {
    return twist.twist(state, input, now, real.decide(state, input, now));
  }

  @Override
  public S apply(S state, E event) {
    return real.apply(state, event);
  }

  @Override
  public List<F> outstanding(S state, T now) {
    return real.outstanding(state, now);
  }
}
