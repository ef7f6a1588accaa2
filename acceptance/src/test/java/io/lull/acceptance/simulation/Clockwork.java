package io.lull.acceptance.simulation;

import io.lull.protocol.simulation.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * One queue for everything that could run now, one for everything that is due later, one clock.
 *
 * <p>Which of the things that could run does run is left to the dice: that is where the
 * interleavings of threads come from. Time stands still until nothing can run any more.
 */
final class Clockwork extends Dice {
  private final Thread owner = Thread.currentThread();
  private final List<Task> ready = new ArrayList<>();
  private final PriorityQueue<Due> due = new PriorityQueue<>();
  private long now;
  private long order;
  private boolean closed;

  private record Task(SimProcess process, int life, Runnable action) {}

  /** Something that happens at a moment. */
  private record Due(long at, long order, Runnable action) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  Clockwork(long seed) {
    super(seed);
  }

  long now() {
    return now;
  }

  void plan(long delay, Runnable action) {
    guard();
    due.add(new Due(now + Math.max(0, delay), order++, action));
  }

  /** Something that a life of a process could do now. */
  void ready(SimProcess process, int life, Runnable action) {
    guard();
    if (!closed) {
      ready.add(new Task(process, life, action));
    }
  }

  /** Whatever is left, or still comes, does not happen. */
  void close() {
    closed = true;
    ready.clear();
    due.clear();
  }

  boolean isIdle() {
    return ready.isEmpty() && due.isEmpty();
  }

  /** When the next thing can happen. */
  long nextAt() {
    return ready.isEmpty() && due.peek() != null ? due.peek().at() : now;
  }

  /** Lets one thing happen, and says in which process, if it was in one. */
  SimProcess step(SimProcess nowhere) {
    if (ready.isEmpty()) {
      Due next = due.remove();
      now = next.at();
      next.action().run();
      return nowhere;
    }
    int chosen = below(ready.size());
    Task task = ready.get(chosen);
    ready.set(chosen, ready.getLast());
    ready.removeLast();
    task.process().run(task.life(), task.action());
    return task.process();
  }

  /** A thread that nobody told of would make every run another one. */
  private void guard() {
    Thread here = Thread.currentThread();
    if (!here.equals(owner) && !Coroutine.runsOn(here)) {
      throw new IllegalStateException("expected the thread of the simulation, but got " + here);
    }
  }
}
