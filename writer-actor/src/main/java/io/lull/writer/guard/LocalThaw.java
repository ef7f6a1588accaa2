package io.lull.writer.guard;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Freezing;
import io.lull.kernel.SystemCallException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Ends what an earlier life left standing, by its hold file; without node, guard and network. */
public final class LocalThaw {
  private static final Duration PATIENCE = Duration.ofMillis(500);
  // A killed one that does not go hangs in a call for another file system.
  private static final Duration ENOUGH = Duration.ofSeconds(10);
  private static final long PAUSE_NANOS = 10_000_000;

  private LocalThaw() {}

  /**
   * Thaws it, and returns when it is certain that nothing will freeze it again.
   *
   * @return false if it was thawed already
   */
  public static boolean thaw(HoldFiles files, HoldFile file)
      throws GuardException, InterruptedException {
    boolean thawed =
        switch (file.note().what()) {
          case FileSystem what -> thaw(what, file.by());
        };
    files.remove(file.note().token());
    return thawed;
  }

  private static boolean thaw(FileSystem what, GuardLife by)
      throws GuardException, InterruptedException {
    // One that can still do its duty ends what it holds by itself.
    by.ask();
    long asked = System.nanoTime();
    boolean thawed = false;
    try (Descriptor root = what.reopenAnywhere()) {
      while (true) {
        boolean gone = by.gone();
        long waited = System.nanoTime() - asked;
        thawed = thawed || Freezing.thaw(root);
        // Thawed is not enough: a guard that wakes up later would thaw what is somebody else's.
        if (gone || (thawed && waited > ENOUGH.toNanos())) {
          return thawed;
        }
        if (waited > PATIENCE.toNanos()) {
          by.kill();
        }
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (SystemCallException failed) {
      throw new GuardException(failed.fault("to thaw " + what.shown()));
    }
  }
}
