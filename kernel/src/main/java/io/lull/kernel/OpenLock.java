package io.lull.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A lock on a whole file that belongs to one opening of it.
 *
 * <p>The locks that Java knows belong to the process, which loses all of them on a file as soon as
 * it closes any descriptor of that file: somebody who copies it is enough.
 */
public final class OpenLock implements AutoCloseable {
  private static final int F_OFD_SETLK = 37;
  private static final short F_WRLCK = 1;
  private static final int FLOCK_SIZE = 32;

  private final Descriptor file;

  private OpenLock(Descriptor file) {
    this.file = file;
  }

  /** Locks a file, which is made if need be; empty if somebody else has locked it, in any way. */
  public static Optional<OpenLock> attempt(Path path) throws SystemCallException {
    Descriptor file = Descriptor.ofFile(path);
    try {
      lock(path, file);
      return Optional.of(new OpenLock(file));
    } catch (SystemCallException failed) {
      file.close();
      if (failed.is(Errno.EAGAIN) || failed.is(Errno.EACCES)) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  private static void lock(Path path, Descriptor file) throws SystemCallException {
    file.<Long>with(
        own ->
            SystemCalls.call(
                "locking " + path,
                (arena, state) -> {
                  // From the beginning to wherever the end will be.
                  MemorySegment whole = arena.allocate(FLOCK_SIZE, JAVA_LONG.byteAlignment());
                  whole.set(JAVA_SHORT, 0, F_WRLCK);
                  return (int) SystemCalls.FCNTL.invokeExact(state, own, F_OFD_SETLK, whole);
                }));
  }

  @Override
  public void close() {
    file.close();
  }
}
