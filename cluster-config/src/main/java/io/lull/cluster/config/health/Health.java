package io.lull.cluster.config.health;

import io.lull.cluster.config.journal.Journal;
import io.lull.cluster.config.journal.JournalException;
import io.lull.cluster.config.settings.NodeSettings;
import io.lull.cluster.config.settings.Role;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers at any time, without waiting for anything, whether this node lives and is ready.
 *
 * <p>The journal is asked every now and then, beside the actors; a question that is not answered
 * stays one question.
 */
public final class Health {
  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  private final ActorSystem<?> system;
  private final NodeSettings settings;
  private final LongSupplier nanoTime;
  private final long started;
  private final AtomicReference<Optional<Long>> answered = new AtomicReference<>(Optional.empty());
  private final AtomicBoolean asking = new AtomicBoolean();

  private Health(ActorSystem<?> system, NodeSettings settings, LongSupplier nanoTime) {
    this.system = system;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
  }

  /** Begins to ask the journal, if the node needs one, until the system ends. */
  public static Health start(ActorSystem<?> system, NodeSettings settings) {
    return start(system, settings, System::nanoTime);
  }

  static Health start(ActorSystem<?> system, NodeSettings settings, LongSupplier nanoTime) {
    Health health = new Health(system, settings, nanoTime);
    if (settings.roles().contains(Role.COORDINATOR)) {
      system
          .scheduler()
          .scheduleWithFixedDelay(
              Duration.ZERO,
              settings.health().every(),
              () -> Thread.startVirtualThread(health::askJournal),
              system.executionContext());
    }
    return health;
  }

  /** True as long as the node is worth keeping: whoever finds it dead starts it anew. */
  public boolean alive() {
    return alive(system);
  }

  /** As the other one, for whoever has only the actors of a node. */
  public static boolean alive(ActorSystem<?> system) {
    return !system.whenTerminated().isCompleted() && !Cluster.get(system).isTerminated();
  }

  /** Whether the node can be given work now. */
  public Readiness readiness() {
    return Readiness.of(
        settings, Cluster.get(system).selfMember().status(), answered.get().map(this::age));
  }

  /** Why nothing should begin that needs the journal; a node that has just started may try. */
  public Optional<String> journalTrouble() {
    return Readiness.journalTrouble(settings, Optional.of(age(answered.get().orElse(started))));
  }

  private Duration age(long then) {
    return Duration.ofNanos(nanoTime.getAsLong() - then);
  }

  /** Asks once, unless the last question is still open. */
  void askJournal() {
    if (!asking.compareAndSet(false, true)) {
      return;
    }
    try {
      Journal.get(system).check(settings.health().every());
      answered.set(Optional.of(nanoTime.getAsLong()));
    } catch (JournalException down) {
      LOG.warn("The journal does not answer: {}", down.getMessage());
    } finally {
      asking.set(false);
    }
  }
}
