package io.lull.protocol.simulation;

import java.util.PriorityQueue;

/** One queue, one clock, one dice: whatever happens in a run happens by them. */
public final class Kernel extends Dice {
  private final PriorityQueue<Task> queue = new PriorityQueue<>();
  private long now;
  private long order;

  /** Something that is due; tasks of one moment run in the order in which they were planned. */
  public record Task(
      long at, long order, SimProcess process, int life, boolean timer, Runnable action)
      implements Comparable<Task> {
    @Override
    public int compareTo(Task other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  public Kernel(long seed) {
    super(seed);
  }

  public long now() {
    return now;
  }

  /** Plans a task; a life of 0 means whatever life the process lives by then. */
  public void plan(long delay, SimProcess process, int life, boolean timer, Runnable action) {
    queue.add(new Task(now + Math.max(0, delay), order++, process, life, timer, action));
  }

  public boolean isIdle() {
    return queue.isEmpty();
  }

  /** When the next task is due. */
  public long nextAt() {
    Task next = queue.peek();
    return next == null ? Long.MAX_VALUE : next.at();
  }

  /** Takes the next task and moves the clock to it. */
  public Task next() {
    Task task = queue.remove();
    now = task.at();
    return task;
  }
}
