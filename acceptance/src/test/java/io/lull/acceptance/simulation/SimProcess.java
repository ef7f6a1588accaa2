package io.lull.acceptance.simulation;

import io.lull.protocol.time.Uptime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A process of the simulated cluster, which can be stopped between any two of its steps, and die.
 *
 * <p>A stopped process finds its messages first and its timers behind them when it goes on, which
 * is the worse order: everything that was to end in time is late by then.
 */
class SimProcess {
  final ActorWorld world;
  final Clockwork clockwork;
  final String name;
  private final long bootedAt;
  private final Deque<Late> messages = new ArrayDeque<>();
  private final Deque<Late> timers = new ArrayDeque<>();
  private final List<Late> work = new ArrayList<>();
  private int life = 1;
  private boolean alive = true;
  private boolean stopped;
  private int side;
  private long caughtUp = Long.MIN_VALUE;

  private record Late(int life, Runnable action) {}

  SimProcess(ActorWorld world, String name) {
    this.world = world;
    this.clockwork = world.clockwork();
    this.name = name;
    this.bootedAt = clockwork.between(0, 1_000_000 * Clockwork.SECOND);
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

  /** True also while what it has just caught up with has not been carried out by its actors. */
  boolean isCatchingUp() {
    return isBehind() || caughtUp == clockwork.now();
  }

  int life() {
    return life;
  }

  boolean lives(int thatLife) {
    return alive && life == thatLife;
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
    return new Uptime(bootedAt + clockwork.now());
  }

  /** How long it is until this machine's clock shows that reading. */
  long until(Uptime reading) {
    return reading.nanos() - bootedAt - clockwork.now();
  }

  /** The process's own timer; it dies with it. */
  void after(long delay, Runnable action) {
    int mine = life;
    clockwork.plan(delay, () -> come(timers, mine, action));
  }

  /** A message for this life; another one will never see it. */
  void arrive(long delay, Runnable action) {
    int meant = life;
    clockwork.plan(delay, () -> come(messages, meant, action));
  }

  /** Something that one of its actors has to do. */
  void ready(int thatLife, Runnable action) {
    if (!lives(thatLife)) {
      return;
    }
    if (stopped) {
      work.add(new Late(thatLife, action));
    } else {
      clockwork.ready(this, thatLife, action);
    }
  }

  private void come(Deque<Late> late, int thatLife, Runnable action) {
    if (!lives(thatLife)) {
      return;
    }
    if (isBehind()) {
      late.add(new Late(thatLife, action));
    } else {
      clockwork.ready(this, thatLife, action);
    }
  }

  void run(int thatLife, Runnable action) {
    if (stopped && lives(thatLife)) {
      work.add(new Late(thatLife, action));
    } else if (lives(thatLife)) {
      action.run();
    }
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
    work.forEach(late -> ready(late.life(), late.action()));
    work.clear();
    clockwork.ready(this, life, this::catchUp);
  }

  // One at a time, so that it can be stopped again between any two of them.
  private void catchUp() {
    Late late = messages.isEmpty() ? timers.poll() : messages.poll();
    if (late != null) {
      caughtUp = clockwork.now();
      run(late.life(), late.action());
      clockwork.ready(this, life, this::catchUp);
    }
  }

  void crash() {
    alive = false;
    stopped = false;
    messages.clear();
    timers.clear();
    work.clear();
    world.trace(name, "crashed");
  }

  void start() {
    alive = true;
    life++;
    world.trace(name, "started, life ", life);
  }
}
