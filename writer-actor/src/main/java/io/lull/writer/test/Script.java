package io.lull.writer.test;

import io.lull.protocol.writer.WriterStep;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** What a test writer is to do at each step, call by call; after that it behaves. */
public final class Script {
  private final Map<WriterStep, Deque<Deed>> deeds = new EnumMap<>(WriterStep.class);

  /** Adds to what is to be done at a step; THAW is the end of a hold. */
  public synchronized Script then(WriterStep step, Deed deed) {
    deeds.computeIfAbsent(step, s -> new ArrayDeque<>()).add(deed);
    return this;
  }

  /** Drops all that has not been done. */
  public synchronized void behave() {
    deeds.clear();
  }

  synchronized Deed next(WriterStep step) {
    Deque<Deed> left = deeds.get(step);
    if (left == null || left.isEmpty()) {
      return Deed.of(Deed.Kind.OK);
    }
    Deed deed = left.removeFirst();
    if (deed.times() == Deed.ALWAYS) {
      left.addFirst(deed);
    } else if (deed.times() > 1) {
      left.addFirst(deed.times(deed.times() - 1));
    }
    return deed;
  }
}
