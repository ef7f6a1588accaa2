package io.lull.writer.source.sqlite.wal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * How long writers of databases have been kept out. Whoever keeps them out may hang in a write to a
 * disk, and then cannot let go: the end of its process does.
 */
final class WriterLease {
  /** Much longer than it takes, and no longer than a freeze may. */
  static final Duration MOST = Duration.ofSeconds(10);

  private static final long LOOK_NANOS = 100_000_000;

  private final Map<String, Long> since = new ConcurrentHashMap<>();

  /** From now on the writers of this database wait. */
  void begin(String database, long now) {
    since.put(database, now);
  }

  /** They wait no more. */
  void end(String database) {
    since.remove(database);
  }

  /** Whether any of them has waited for too long. */
  boolean isOver(long now) {
    return since.values().stream().anyMatch(began -> now - began > MOST.toNanos());
  }

  /** Looks again and again, and does this once. */
  void watch(Runnable over) {
    Thread.ofPlatform()
        .daemon()
        .name("writers-wait")
        .start(
            () -> {
              while (!isOver(System.nanoTime())) {
                LockSupport.parkNanos(LOOK_NANOS);
              }
              over.run();
            });
  }
}
