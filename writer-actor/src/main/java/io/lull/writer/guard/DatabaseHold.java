package io.lull.writer.guard;

import io.lull.kernel.FileCalls;
import io.lull.kernel.SuperBlock;
import io.lull.protocol.failure.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The write locks of several databases: all of them, or none. */
final class DatabaseHold implements GuardedHold {
  private static final long STEP_NANOS = 500_000;
  private static final long PATIENCE_NANOS = 500_000_000;
  private static final long FOREVER = Long.MAX_VALUE;

  private final Databases what;
  private final Set<SuperBlock> blocks;
  private final List<LockedDatabase> open = new ArrayList<>();
  private boolean stands;

  DatabaseHold(Databases what, Set<SuperBlock> blocks) {
    this.what = what;
    this.blocks = Set.copyOf(blocks);
  }

  /** Whether any of them needs this file system. */
  boolean liesOn(SuperBlock block) {
    return blocks.contains(block);
  }

  @Override
  public Optional<GuardException> conflict(
      Collection<GuardedHold> standing, Collection<GuardedHold> begun) {
    for (GuardedHold other : standing) {
      if (other instanceof FileSystemHold frozen && liesOn(frozen.block())) {
        return Optional.of(
            refused("a file system that they lie on is frozen; give its writer a later level"));
      }
      if (other instanceof DatabaseHold held) {
        for (Database mine : what.all()) {
          if (held.what.all().stream().anyMatch(mine::isFile)) {
            return Optional.of(
                refused(
                    mine.path()
                        + " is held already for another writer; give one database to one writer"
                        + " only"));
          }
        }
      }
    }
    return Optional.empty();
  }

  private GuardException refused(String but) {
    return GuardException.expected(Failure.HOLD_REFUSED, "to lock " + what.shown(), but);
  }

  @Override
  public void begin(BooleanSupplier wanted) throws GuardException {
    try (FileCalls calls = new FileCalls()) {
      for (Database database : what.all()) {
        if (!wanted.getAsBoolean()) {
          throw withdrawn("it is not done with opening them");
        }
        open.add(LockedDatabase.open(database, calls));
      }
      lock(calls, wanted);
      for (LockedDatabase locked : open) {
        locked.watch(calls);
      }
      stands = true;
    } catch (GuardException | RuntimeException | Error failed) {
      letGo();
      throw failed;
    }
  }

  /**
   * Waits long for one database only while it holds no other. An application may write to two of
   * them in one transaction, and the two would wait for each other.
   */
  private void lock(FileCalls calls, BooleanSupplier wanted) throws GuardException {
    int first = 0;
    while (true) {
      await(first, calls, wanted, FOREVER);
      int busy = lockOthers(first, calls, wanted);
      if (busy < 0) {
        return;
      }
      open.forEach(LockedDatabase::unlock);
      first = busy;
    }
  }

  /** Which one is busy for too long, or a negative number. */
  private int lockOthers(int first, FileCalls calls, BooleanSupplier wanted) throws GuardException {
    for (int i = 0; i < open.size(); i++) {
      if (i != first && !await(i, calls, wanted, PATIENCE_NANOS)) {
        return i;
      }
    }
    return -1;
  }

  private boolean await(int which, FileCalls calls, BooleanSupplier wanted, long patience)
      throws GuardException {
    LockedDatabase database = open.get(which);
    long began = System.nanoTime();
    while (!database.tryLock(calls)) {
      if (!wanted.getAsBoolean()) {
        throw withdrawn(
            "somebody else has locked "
                + database.database().path()
                + " for longer than that; find out who with `fuser -v`, and see that it writes in"
                + " short transactions and not in locking_mode=EXCLUSIVE");
      }
      if (System.nanoTime() - began > patience) {
        return false;
      }
      LockSupport.parkNanos(STEP_NANOS);
    }
    return true;
  }

  private GuardException withdrawn(String but) {
    return GuardException.expected(
        Failure.WRITER_TIMEOUT, "to lock " + what.shown() + " in the time for it", but);
  }

  /** Each is let go as soon as it is known how it stood. */
  @Override
  public boolean end() {
    boolean stood = stands;
    stands = false;
    try (FileCalls calls = new FileCalls()) {
      for (LockedDatabase locked : open) {
        stood = stood && locked.stands(calls);
        locked.unlock();
      }
    } finally {
      letGo();
    }
    return stood;
  }

  private void letGo() {
    open.forEach(LockedDatabase::unlock);
    open.forEach(LockedDatabase::close);
    open.clear();
  }

  @Override
  public void close() {
    letGo();
  }
}
