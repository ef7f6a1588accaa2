package io.lull.protocol.simulation;

import io.lull.protocol.time.Uptime;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A process of the simulated cluster, which can be stopped between any two of its steps, and die.
 *
 * <p>A stopped process finds its messages first and its timers behind them when it goes on, which
 * is the worse order: everything that was to end in time is late by then.
 */
public abstract class SimProcess {
  public final String name;
  protected final Kernel kernel;
  private final long bootedAt;
  private final Deque<Kernel.Task> messages = new ArrayDeque<>();
  private final Deque<Kernel.Task> timers = new ArrayDeque<>();
  private int life = 1;
  private boolean alive = true;
  private boolean stopped;
  private int side;

  protected SimProcess(Kernel kernel, String name) {
    this.kernel = kernel;
    this.name = name;
    this.bootedAt = kernel.between(0, 1_000_000 * Kernel.SECOND);
  }

  /** Writes to the log of the run what became of it. */
  protected abstract void trace(Object... parts);

  public boolean isAlive() {
    return alive;
  }

  public boolean isStopped() {
    return stopped;
  }

  /** True while it still has to catch up with what came while it was stopped. */
  public boolean isBehind() {
    return stopped || !messages.isEmpty() || !timers.isEmpty();
  }

  public int life() {
    return life;
  }

  /** The part of a split network in which it is. */
  public int side() {
    return side;
  }

  public void side(int changed) {
    side = changed;
  }

  /** This machine's monotonic clock, which goes on while the process is stopped. */
  public Uptime uptime() {
    return new Uptime(bootedAt + kernel.now());
  }

  /** The moment of the simulated world at which this machine's clock shows that reading. */
  long moment(Uptime reading) {
    return reading.nanos() - bootedAt;
  }

  /** The process's own work or timer; it dies with it. */
  public void after(long delay, Runnable action) {
    kernel.plan(delay, this, life, true, action);
  }

  /** A message, which meets whatever life the process lives when it arrives. */
  public void arrive(long delay, Runnable action) {
    kernel.plan(delay, this, 0, false, action);
  }

  public void run(Kernel.Task task) {
    if (!alive || (task.life() != 0 && task.life() != life)) {
      return;
    }
    if (stopped) {
      (task.timer() ? timers : messages).add(task);
      return;
    }
    task.action().run();
  }

  public void stop() {
    stopped = true;
    trace("stopped");
  }

  public void goOn() {
    if (!stopped) {
      return;
    }
    stopped = false;
    trace("goes on, with ", messages.size(), " messages and ", timers.size(), " timers");
    kernel.plan(0, this, life, false, this::catchUp);
  }

  // One at a time, so that it can be stopped again between any two of them.
  private void catchUp() {
    Kernel.Task late = messages.isEmpty() ? timers.poll() : messages.poll();
    if (late == null) {
      return;
    }
    run(late);
    if (alive && !stopped) {
      kernel.plan(0, this, life, false, this::catchUp);
    }
  }

  public void crash() {
    alive = false;
    stopped = false;
    life++;
    messages.clear();
    timers.clear();
    trace("crashed");
  }

  public void start() {
    alive = true;
    trace("started, life ", life);
  }
}
