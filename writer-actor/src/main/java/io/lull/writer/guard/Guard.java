package io.lull.writer.guard;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The node's side of its guard, for one life of it.
 *
 * <p>It has a descriptor and a lease of its own for each hold. When the guard dies, or is silent
 * and killed, or lets a lease pass, what it held is thawed here. Nothing here writes a file, but
 * for the removal of a hold file in memory.
 */
public final class Guard implements AutoCloseable {
  /** How much longer than the lease the guard may take before the node thaws. */
  static final Duration MARGIN = Duration.ofMillis(250);

  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration FORGET = Duration.ofMinutes(10);
  private static final Duration CLOCKS = Duration.ofSeconds(5);
  private static final long LOOK_NANOS = 50_000_000;
  private static final long PAUSE_NANOS = 10_000_000;

  private final GuardSettings settings;
  private final GuardProcess process;
  private final HoldFiles files;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<HoldToken, NodeHold> holds = new ConcurrentHashMap<>();
  private final Object sending = new Object();
  private Optional<GuardMessage.Ready> ready = Optional.empty();
  private Optional<Fault> unfit = Optional.empty();
  private boolean dead;
  private volatile long heard = System.nanoTime();

  private Guard(GuardSettings settings, GuardProcess process) {
    this.settings = settings;
    this.process = process;
    this.files = HoldFiles.in(settings.runDirectory());
  }

  /** Starts one and waits until it can be given holds; before anything is frozen, never later. */
  public static Guard start(GuardSettings settings) throws GuardException, InterruptedException {
    Guard guard = new Guard(settings, GuardProcess.start(settings));
    thread("lull-guard-hears", guard::listen);
    try {
      guard.awaitReady();
    } catch (GuardException | InterruptedException failed) {
      guard.process.kill();
      throw failed;
    }
    thread("lull-guard-watch", guard::watch);
    return guard;
  }

  private static void thread(String name, Runnable work) {
    Thread.ofPlatform().daemon().name(name).start(work);
  }

  private void awaitReady() throws GuardException, InterruptedException {
    long left = START.toNanos();
    lock.lock();
    try {
      while (ready.isEmpty() && unfit.isEmpty() && !dead && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (unfit.isPresent()) {
        throw new GuardException(unfit.get());
      }
      if (ready.isEmpty()) {
        throw GuardException.expected(
            Failure.WRITER_INFRASTRUCTURE,
            "the guard of this host to start",
            "it did not; it said: " + process.said());
      }
      long apart = Math.abs(ready.get().clock() - System.nanoTime());
      if (apart > CLOCKS.toNanos()) {
        throw GuardException.expected(
            Failure.WRITER_INFRASTRUCTURE,
            "node and guard to share a monotonic clock",
            "theirs are " + Duration.ofNanos(apart) + " apart; start both in one time namespace");
      }
    } finally {
      lock.unlock();
    }
  }

  /** Which process it is. */
  public GuardLife life() {
    lock.lock();
    try {
      return ready.orElseThrow().life();
    } finally {
      lock.unlock();
    }
  }

  /** Whether its memory is locked; if not, a full disk or a frozen one may delay a thaw. */
  public boolean locked() {
    lock.lock();
    try {
      return ready.orElseThrow().locked();
    } finally {
      lock.unlock();
    }
  }

  /** Whether it can be given holds. */
  public boolean alive() {
    lock.lock();
    try {
      return !dead;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has something held still, and returns when it is.
   *
   * @param lease what is left of it
   * @throws GuardException if nothing is held, for certain
   * @throws InterruptedException if that is not known yet; it is being given up
   */
  public void begin(HoldNote note, Duration lease) throws GuardException, InterruptedException {
    long deadline = System.nanoTime() + lease.toNanos();
    NodeHold hold = NodeHold.open(note, deadline, process);
    register(hold);
    send(new NodeMessage.Begin(note, deadline));
    lock.lock();
    try {
      while (!hold.began() && !hold.over()) {
        changed.await();
      }
      if (hold.over()) {
        throw hold.fault()
            .map(GuardException::new)
            .orElseGet(
                () ->
                    GuardException.expected(
                        Failure.HOLD_LAPSED,
                        "to hold " + note.what().shown(),
                        "its lease was over, or the guard was lost, before it stood"));
      }
    } catch (InterruptedException givenUp) {
      send(new NodeMessage.End(note.token()));
      throw givenUp;
    } finally {
      lock.unlock();
    }
  }

  /** From here on this side thaws when the lease is over, whatever the guard does. */
  private void register(NodeHold hold) throws GuardException {
    lock.lock();
    try {
      if (dead) {
        hold.close();
        throw GuardException.expected(
            Failure.WRITER_INFRASTRUCTURE,
            "a guard to hold " + hold.note().what().shown(),
            "it has died, so that nothing was frozen; another one starts with the next backup");
      }
      holds.values().removeIf(old -> old.over() && old.late() > FORGET.toNanos());
      holds.put(hold.note().token(), hold);
    } finally {
      lock.unlock();
    }
  }

  /** Ends a hold, and says how it stood; the same again when it is asked again. */
  public HoldEnd end(HoldToken token) throws InterruptedException {
    NodeHold hold = holds.get(token);
    if (hold == null) {
      return HoldEnd.NOT_HELD;
    }
    send(new NodeMessage.End(token));
    lock.lock();
    try {
      while (!hold.over()) {
        changed.await();
      }
      return hold.end();
    } finally {
      lock.unlock();
    }
  }

  /** Has everything thawed and the guard end; returns at once. */
  @Override
  public void close() {
    process.close();
  }

  private void send(NodeMessage message) {
    try {
      byte[] bytes = Frames.of(message);
      synchronized (sending) {
        process.out().write(bytes);
        process.out().flush();
      }
    } catch (IOException gone) {
      // Whoever listens to it hears the same, and thaws.
    }
  }

  private void listen() {
    try {
      InputStream in = new BufferedInputStream(process.in());
      while (true) {
        GuardMessage message = Frames.readGuard(in);
        heard = System.nanoTime();
        hear(message);
      }
    } catch (IOException | RuntimeException | Error lost) {
      // It ended, or speaks in tongues; either way it is no guard any more.
      process.kill();
    }
    lock.lock();
    try {
      dead = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    holds.values().forEach(this::thaw);
  }

  private void hear(GuardMessage message) {
    lock.lock();
    try {
      switch (message) {
        case GuardMessage.Ready said -> ready = Optional.of(said);
        case GuardMessage.Unfit said -> unfit = Optional.of(said.fault());
        case GuardMessage.Beat said -> {}
        case GuardMessage.Began said -> find(said.token()).ifPresent(NodeHold::begin);
        case GuardMessage.Refused said ->
            find(said.token()).ifPresent(hold -> over(hold, () -> hold.refused(said.fault())));
        case GuardMessage.Ended said ->
            find(said.token())
                .ifPresent(
                    hold ->
                        over(
                            hold,
                            () ->
                                hold.over(
                                    said.end() == HoldEnd.NOT_HELD ? HoldEnd.LAPSED : said.end())));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Optional<NodeHold> find(HoldToken token) {
    return Optional.ofNullable(holds.get(token));
  }

  private void over(NodeHold hold, Runnable how) {
    how.run();
    hold.close();
    changed.signalAll();
  }

  /** Shows that this side is alive, and looks whether the other one is and keeps to its leases. */
  private void watch() {
    long number = 0;
    long looked = System.nanoTime();
    long last = System.nanoTime() - settings.beat().toNanos();
    while (alive()) {
      long now = System.nanoTime();
      if (now - looked > settings.beat().multipliedBy(2).toNanos()) {
        // It was this process that stood still; what it has not read yet may be waiting for it.
        heard = now;
      }
      looked = now;
      if (now - last >= settings.beat().toNanos()) {
        last = now;
        send(new NodeMessage.Beat(++number));
      }
      if (now - heard > settings.silence().toNanos()) {
        process.kill();
      }
      for (NodeHold hold : List.copyOf(holds.values())) {
        if (hold.overdue()) {
          thaw(hold);
        }
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }

  private void thaw(NodeHold hold) {
    lock.lock();
    try {
      if (hold.over() || !hold.claim()) {
        return;
      }
    } finally {
      lock.unlock();
    }
    thread("lull-guard-thaws", () -> thawForSure(hold));
  }

  /**
   * A freeze of a dying guard may come after a thaw that found nothing; so that one is repeated.
   */
  private void thawForSure(NodeHold hold) {
    while (!isOver(hold)) {
      boolean gone = process.gone();
      // Where nothing was noted, nothing was frozen, unless by somebody else, who is left alone.
      boolean ours = began(hold) || files.has(hold.note().token());
      Optional<Boolean> thawed = ours ? hold.letGo() : Optional.of(false);
      if (thawed.isPresent() && (thawed.get() || gone)) {
        finish(hold, thawed.get());
        return;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void finish(NodeHold hold, boolean byUs) {
    boolean said = byUs && awaitOver(hold);
    lock.lock();
    try {
      over(hold, () -> hold.over(HoldEnd.LAPSED));
    } finally {
      lock.unlock();
    }
    if (byUs && !said) {
      // It let a lease pass, and would end a hold of somebody else's when it wakes up.
      process.kill();
    }
    files.remove(hold.note().token());
  }

  /** A guard whose freeze has just come back finds it thawed, and says so in a moment. */
  private boolean awaitOver(NodeHold hold) {
    long until = System.nanoTime() + MARGIN.toNanos();
    while (!isOver(hold) && alive() && System.nanoTime() - until < 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return isOver(hold);
  }

  private boolean began(NodeHold hold) {
    lock.lock();
    try {
      return hold.began();
    } finally {
      lock.unlock();
    }
  }

  private boolean isOver(NodeHold hold) {
    lock.lock();
    try {
      return hold.over();
    } finally {
      lock.unlock();
    }
  }
}
