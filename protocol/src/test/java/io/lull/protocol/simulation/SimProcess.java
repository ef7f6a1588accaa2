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
abstract class SimProcess {
  final SimWorld world;
  final Kernel kernel;
  final String name;
  private final long bootedAt;
  private final Deque<Kernel.Task> messages = new ArrayDeque<>();
  private final Deque<Kernel.Task> timers = new ArrayDeque<>();
  private int life = 1;
  private boolean alive = true;
  private boolean stopped;
  private int side;

  SimProcess(SimWorld world, String name) {
    this.world = world;
    this.kernel = world.kernel();
    this.name = name;
    this.bootedAt = kernel.between(0, 1_000_000 * Kernel.SECOND);
  }

  boolean isAlive() {
    return alive;
  }

  boolean isStopped() {
    return stopped;
  }

  /** True while it still has to catch up with what came while it was stopped. */
  boolean isBehind() {
    return stopped || !messages.isEmpty() || !timers.isEmpty();
  }

  int life() {
    return life;
  }

  /** The part of a split network in which it is. */
  int side() {
    return side;
  }

  void side(int changed) {
    side = changed;
  }

  /** This machine's monotonic clock, which goes on while the process is stopped. */
  Uptime uptime() {
    return new Uptime(bootedAt + kernel.now());
  }

  /** The moment of the simulated world at which this machine's clock shows that reading. */
  long moment(Uptime reading) {
    return reading.nanos() - bootedAt;
  }

  /** The process's own work or timer; it dies with it. */
  void after(long delay, Runnable action) {
    kernel.plan(delay, this, life, true, action);
  }

  /** A message, which meets whatever life the process lives when it arrives. */
  void arrive(long delay, Runnable action) {
    kernel.plan(delay, this, 0, false, action);
  }

  void run(Kernel.Task task) {
    if (!alive || (task.life() != 0 && task.life() != life)) {
      return;
    }
    if (stopped) {
      (task.timer() ? timers : messages).add(task);
      return;
    }
    task.action().run();
  }

  void stop() {
    stopped = true;
    world.trace(name, "stopped");
  }

  void goOn() {
    if (!stopped) {
      return;
    }
    stopped = false;
    world.trace(
        name, "goes on, with ", messages.size(), " messages and ", timers.size(), " timers");
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

  void crash() {
    alive = false;
    stopped = false;
    life++;
    messages.clear();
    timers.clear();
    world.trace(name, "crashed");
  }

  void start() {
    alive = true;
    world.trace(name, "started, life ", life);
  }
}
