package io.lull.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.coordinator.Change;
import io.lull.coordinator.Chronicle;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionPhase;
import io.lull.wire.Wire;
import io.lull.wire.api.HostViews;
import io.lull.wire.api.NodeView;
import io.lull.wire.api.SessionView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.util.ByteString;

/**
 * What changes on all sessions, restores, streams and hosts, for everybody who looks: however many
 * they are, the journal is followed and the hosts are asked once, and only while somebody looks.
 *
 * <p>One thread asks the hosts. It is one of its own that may wait; no actor ever waits for it.
 */
final class Changes {
  private static final Duration ANSWER = Duration.ofSeconds(1);
  private static final Duration CALM = Duration.ofSeconds(1);
  // A lease that runs out is to be seen running.
  private static final Duration CLOSELY = Duration.ofMillis(250);

  private final Chronicle chronicle;
  private final Function<Duration, CompletionStage<HostViews>> look;
  private final Supplier<NodeView> node;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wanted = lock.newCondition();

  // All below belongs to whoever holds the lock.
  private final List<Watcher> watchers = new ArrayList<>();
  private final Set<SessionId> windows = new HashSet<>();
  private final Map<String, Object> said = new LinkedHashMap<>();
  private Optional<Chronicle.Following> following = Optional.empty();
  private boolean asking;

  /** Somebody who looks; neither call may wait. */
  interface Watcher {
    /** Takes an event as it goes over the line. */
    void give(ByteString event);

    /** Nothing more will come. */
    void end();
  }

  /**
   * Nobody is asked anything yet.
   *
   * @param look asks all hosts how they are
   * @param node how the node itself is
   */
  Changes(
      Chronicle chronicle,
      Function<Duration, CompletionStage<HostViews>> look,
      Supplier<NodeView> node) {
    this.chronicle = chronicle;
    this.look = look;
    this.node = node;
  }

  /**
   * Tells of what changes from now on, and at first how node and hosts are. It waits for the
   * journal.
   *
   * @throws io.lull.cluster.config.journal.JournalException if that does not answer
   */
  void watch(Watcher watcher) {
    lock.lock();
    try {
      if (following.isEmpty()) {
        following = Optional.of(chronicle.followAll(this::changed, this::over));
      }
      said.forEach((name, value) -> watcher.give(event(name, value)));
      watchers.add(watcher);
      if (!asking) {
        asking = true;
        Thread.ofVirtual().name("lull-hosts").start(this::ask);
      }
      wanted.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Does not tell him any more. */
  void leave(Watcher watcher) {
    lock.lock();
    try {
      watchers.remove(watcher);
      if (watchers.isEmpty()) {
        forget();
      }
    } finally {
      lock.unlock();
    }
  }

  static ByteString event(String name, Object value) {
    return ByteString.fromString(
        "event: " + name + "\ndata: " + new String(Wire.json().write(value), UTF_8) + "\n\n",
        UTF_8);
  }

  private void forget() {
    following.ifPresent(Chronicle.Following::close);
    following = Optional.empty();
    windows.clear();
    said.clear();
    wanted.signal();
  }

  private void changed(Change change) {
    ByteString event =
        switch (change) {
          case Change.OfSession(var session) -> event("session", session);
          case Change.OfRestore(var restore) -> event("restore", restore);
          case Change.OfStream(var stream) -> event("stream", stream);
        };
    lock.lock();
    try {
      if (change instanceof Change.OfSession(var session) && opensOrCloses(session)) {
        wanted.signal();
      }
      List.copyOf(watchers).forEach(watcher -> watcher.give(event));
    } finally {
      lock.unlock();
    }
  }

  /** Whether its window has opened or closed by this. */
  private boolean opensOrCloses(SessionView session) {
    return session.phase() == SessionPhase.WINDOW_OPEN
        ? windows.add(session.session())
        : windows.remove(session.session());
  }

  /** The chronicle tells us no more; whoever looks may come again. */
  private void over() {
    lock.lock();
    try {
      List<Watcher> all = List.copyOf(watchers);
      watchers.clear();
      forget();
      all.forEach(Watcher::end);
    } finally {
      lock.unlock();
    }
  }

  private void ask() {
    CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);
    do {
      try {
        tell("node", node.get());
        // Whoever is slow is not asked again before he has answered, or had his time.
        if (asked.isDone()) {
          asked = look.apply(ANSWER).thenAccept(now -> tell("hosts", now)).toCompletableFuture();
        }
      } catch (RuntimeException silent) {
        // Nobody can be asked now; what was said last still stands, and is asked for again.
      }
    } while (isWanted());
  }

  private void tell(String name, Object now) {
    lock.lock();
    try {
      if (!watchers.isEmpty() && !now.equals(said.put(name, now))) {
        ByteString event = event(name, now);
        List.copyOf(watchers).forEach(watcher -> watcher.give(event));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until it is time to ask again; false if nobody looks any more. */
  private boolean isWanted() {
    lock.lock();
    try {
      if (!watchers.isEmpty()) {
        Duration pause = !windows.isEmpty() || somebodyStands() ? CLOSELY : CALM;
        // Sooner is as good: whoever wakes it wants to hear of something.
        pause(pause);
      }
      asking = !watchers.isEmpty();
      return asking;
    } catch (InterruptedException nobodyDoes) {
      asking = false;
      return false;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop")
  private void pause(Duration time) throws InterruptedException {
    var _ = wanted.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private boolean somebodyStands() {
    return said.get("hosts") instanceof HostViews views
        && views.hosts().stream()
            .flatMap(host -> host.writers().stream())
            .anyMatch(writer -> writer.leaseLeft().isPresent());
  }
}
