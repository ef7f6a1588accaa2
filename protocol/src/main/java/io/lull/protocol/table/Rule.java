package io.lull.protocol.table;

/** What one row of a table does; a short static function. */
@FunctionalInterface
public interface Rule<S, I, T, D> {
  D decide(S state, I input, T now);
}
