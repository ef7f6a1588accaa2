package io.lull.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;

/**
 * A pipe for what a process prints, which stays open as long as any process has its other end. The
 * one that Java makes is closed when the first process ends, and who still prints then is killed.
 */
public final class Pipe implements AutoCloseable {
  private static final String OWN = "/proc/self/fd/";

  private final int read;
  private final int write;

  private Pipe(int read, int write) {
    this.read = read;
    this.write = write;
  }

  public static Pipe open() throws SystemCallException {
    int[] ends = new int[2];
    SystemCalls.call(
        "making a pipe",
        (arena, state) -> {
          MemorySegment both = arena.allocate(8, 4);
          int result = (int) SystemCalls.PIPE2.invokeExact(state, both, OpenFlags.CLOSE_ON_EXEC);
          ends[0] = both.get(JAVA_INT, 0);
          ends[1] = both.get(JAVA_INT, 4);
          return result;
        });
    return new Pipe(ends[0], ends[1]);
  }

  /** Opens once more the end that is read from. */
  public InputStream in() throws FileNotFoundException {
    return new FileInputStream(OWN + read);
  }

  /** What a process can be told to print to, while this is open. */
  public File out() {
    return new File(OWN + write);
  }

  /** Closes both ends here; what was opened by them goes on. */
  @Override
  public void close() {
    close(read);
    close(write);
  }

  private static void close(int end) {
    try {
      SystemCalls.call(
          "closing a pipe", (_, state) -> (int) SystemCalls.CLOSE.invokeExact(state, end));
    } catch (SystemCallException gone) {
      // The number is free whatever the kernel says.
    }
  }
}
