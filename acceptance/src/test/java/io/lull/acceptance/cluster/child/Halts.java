package io.lull.acceptance.cluster.child;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * At which write of which session this process is to halt, and what waits there.
 *
 * <p>A write is named by an event that it has: what a session hears meanwhile, it writes together,
 * so that the same events may be fewer writes or more. Events are counted from 1 in this process,
 * so a session that moves to another one is counted anew there. A session that waits keeps nobody
 * else from writing.
 */
final class Halts {
  /** Those of this process. */
  static final Halts HERE = new Halts();

  private final Map<String, Halt> wanted = new HashMap<>();
  private final Map<String, List<String>> writes = new HashMap<>();
  private final Map<String, Runnable> waiting = new HashMap<>();

  /** On which side of the write the process halts. */
  enum Side {
    /** Nothing is written yet. */
    BEFORE,
    /** It is written, and its session does not know yet. */
    AFTER
  }

  /** The event of a session at whose write to halt. */
  record Halt(String session, int event, Side side) {}

  private Halts() {}

  synchronized void want(Halt halt) {
    wanted.put(halt.session(), halt);
  }

  /** Counts a write of these events, and says whether to halt there. */
  synchronized Optional<Halt> next(String session, String events) {
    List<String> past = writes.computeIfAbsent(session, _ -> new ArrayList<>());
    int before = count(past);
    past.add(events);
    int after = count(past);
    return Optional.ofNullable(wanted.get(session))
        .filter(halt -> before < halt.event() && halt.event() <= after);
  }

  private static int count(List<String> writes) {
    return writes.stream().mapToInt(write -> write.split(",", -1).length).sum();
  }

  /** The writes of a session in this process so far, each with its events. */
  synchronized List<String> writes(String session) {
    return List.copyOf(writes.getOrDefault(session, List.of()));
  }

  /** A session has come where it is to halt. */
  synchronized void halted(Halt halt, String events, Runnable goOn) {
    waiting.put(halt.session(), goOn);
    Console.say("halted " + halt.session() + " " + halt.event() + " " + halt.side() + " " + events);
  }

  /** The session goes on, or will not halt at all. */
  synchronized void go(String session) {
    wanted.remove(session);
    Optional.ofNullable(waiting.remove(session)).ifPresent(Runnable::run);
  }
}
