package io.lull.protocol.table;

import io.lull.protocol.failure.Failure;

/** How a machine tells an asker that its input is rejected. */
@FunctionalInterface
public interface Refusal<S, I, D> {
  D refuse(S state, I input, Failure failure);
}
