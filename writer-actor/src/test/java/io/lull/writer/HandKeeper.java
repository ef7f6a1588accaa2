package io.lull.writer;

import io.lull.protocol.time.Uptime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A keeper whose leases end when a test says so, on the thread of the test. */
final class HandKeeper implements LeaseKeeper {
  private final TreeMap<Moment, Runnable> armed = new TreeMap<>();
  private long numbers;

  private record Moment(Uptime at, long number) implements Comparable<Moment> {
    @Override
    public int compareTo(Moment other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  @Override
  public Armed arm(Uptime at, Runnable due) {
    Moment moment = new Moment(at, ++numbers);
    armed.put(moment, due);
    return () -> armed.remove(moment);
  }

  @Override
  public int armed() {
    return armed.size();
  }

  /** When the soonest is due. */
  Optional<Uptime> next() {
    return armed.isEmpty() ? Optional.empty() : Optional.of(armed.firstKey().at());
  }

  /** Runs what is due at this moment, the soonest first; false if nothing is. */
  boolean runOne(Uptime now) {
    Map.Entry<Moment, Runnable> first = armed.firstEntry();
    if (first == null || now.isBefore(first.getKey().at())) {
      return false;
    }
    armed.remove(first.getKey());
    first.getValue().run();
    return true;
  }
}
