package io.lull.writer.source.test;

import io.lull.writer.test.Deed;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;

/** What a test source is to do at each call, one after another; after that it behaves. */
public final class SourceScript {
  private final Map<SourceCall, Deque<Deed>> deeds = new EnumMap<>(SourceCall.class);

  /** Adds to what is to be done at a call. */
  public synchronized SourceScript then(SourceCall call, Deed deed) {
    deeds.computeIfAbsent(call, c -> new ArrayDeque<>()).add(deed);
    return this;
  }

  /** Drops all that has not been done. */
  public synchronized void behave() {
    deeds.clear();
  }

  synchronized Deed next(SourceCall call) {
    Deque<Deed> left = deeds.get(call);
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
