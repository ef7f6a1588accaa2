package io.lull.writer.guard;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** The guards of this process: one for each run directory, started anew when it has died. */
public final class Guards {
  private static final Map<Path, Guards> SHARED = new ConcurrentHashMap<>();

  private final GuardSettings settings;
  private final ReentrantLock starting = new ReentrantLock();
  private volatile Optional<Guard> current = Optional.empty();

  private Guards(GuardSettings settings) {
    this.settings = settings;
  }

  /** The one that all writers with this run directory share. */
  public static Guards in(Path runDirectory) {
    return SHARED.computeIfAbsent(
        runDirectory, directory -> new Guards(GuardSettings.in(directory)));
  }

  /** A guard that can be given holds; starts one if there is none, which takes a second. */
  public Guard running() throws GuardException, InterruptedException {
    starting.lockInterruptibly();
    try {
      Optional<Guard> alive = current();
      if (alive.isPresent()) {
        return alive.get();
      }
      Guard started = Guard.start(settings);
      current = Optional.of(started);
      return started;
    } finally {
      starting.unlock();
    }
  }

  /** The one that runs, without starting any. */
  public Optional<Guard> current() {
    return current.filter(Guard::alive);
  }

  /** The last one that ran, which may be dead; it knows of its holds. */
  public Optional<Guard> last() {
    return current;
  }

  public HoldFiles files() {
    return HoldFiles.in(settings.runDirectory());
  }

  public Admission admission() {
    return Admission.of(settings.runDirectory());
  }
}
