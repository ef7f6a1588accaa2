package io.lull.protocol.table;

import io.lull.protocol.failure.Failure;
import java.util.List;

/** What a table says about one input in one phase. */
public sealed interface Cell<P, S, I, T, D> {
  /** The input is acted upon and the machine ends in one of the named phases. */
  record On<P, S, I, T, D>(String why, Rule<? super S, ? super I, T, D> rule, List<P> to)
      implements Cell<P, S, I, T, D> {}

  /** The input changes nothing, for a reason that is written down. */
  record Ignore<P, S, I, T, D>(String why) implements Cell<P, S, I, T, D> {}

  /** The asker is told that it may not do this now, and nothing changes. */
  record Reject<P, S, I, T, D>(Failure failure) implements Cell<P, S, I, T, D> {}

  /** Nobody can send this input in this phase; if it comes, the program itself is wrong. */
  record Impossible<P, S, I, T, D>(String why) implements Cell<P, S, I, T, D> {}
}
