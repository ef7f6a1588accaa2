package io.lull.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** The memory that one thread makes its calls with, again and again. */
final class CallBuffers implements AutoCloseable {
  /** The longest name of a file, the longest target of a link, and the end of either. */
  private static final int NAME_MAX = 4096 + 1;

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment first = arena.allocate(NAME_MAX);
  private final MemorySegment second = arena.allocate(NAME_MAX);
  final MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());

  /** A call that leaves its error in {@link #state}. */
  @FunctionalInterface
  interface Call {
    long make() throws Throwable;
  }

  MemorySegment allocate(long bytes) {
    return arena.allocate(bytes, 8);
  }

  /** A name as C has it; it is there until the next one is asked for. */
  MemorySegment first(Name name) throws SystemCallException {
    return fill(first, name.raw());
  }

  MemorySegment first(String text) throws SystemCallException {
    return fill(first, text.getBytes(StandardCharsets.UTF_8));
  }

  /** As the first, beside it. */
  MemorySegment second(Name name) throws SystemCallException {
    return fill(second, name.raw());
  }

  private static MemorySegment fill(MemorySegment buffer, byte[] bytes) throws SystemCallException {
    if (bytes.length >= NAME_MAX) {
      throw new SystemCallException("a name of " + bytes.length + " bytes", 36);
    }
    MemorySegment.copy(bytes, 0, buffer, JAVA_BYTE, 0, bytes.length);
    buffer.set(JAVA_BYTE, bytes.length, (byte) 0);
    return buffer;
  }

  /**
   * Makes a call, again when a signal came between, and throws what the kernel has against it.
   *
   * @param what the call is about, with its name put together only for a failure
   */
  long call(String what, Object name, Call call) throws SystemCallException {
    long result = attempt(call);
    if (result < 0) {
      throw new SystemCallException(what + " " + name, (int) -result);
    }
    return result;
  }

  /** As {@link #call}, with the error as a negative number for callers that expect one. */
  long attempt(Call call) {
    try {
      while (true) {
        long result = call.make();
        if (result >= 0) {
          return result;
        }
        int number = (int) SystemCalls.ERRNO.get(state, 0L);
        if (number != SystemCalls.EINTR) {
          return -number;
        }
      }
    } catch (Error failed) {
      throw failed;
    } catch (Throwable impossible) {
      throw new IllegalStateException("expected to make a system call", impossible);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
