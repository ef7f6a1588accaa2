package io.lull.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.List;

/** The calls themselves; {@link Descriptor} is how everybody else makes them. */
final class SystemCalls {
  private static final Linker LINKER = Linker.nativeLinker();
  static final Linker.Option STATE = Linker.Option.captureCallState("errno");
  static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  static final MethodHandle OPENAT =
      handle("openat", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), STATE, variadic(3));
  static final MethodHandle CLOSE = handle("close", of(JAVA_INT, JAVA_INT), STATE);
  static final MethodHandle IOCTL =
      handle("ioctl", of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), STATE, variadic(2));
  static final MethodHandle IOCTL_NUMBER =
      handle("ioctl", of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG), STATE, variadic(2));
  static final MethodHandle FSTATFS = handle("fstatfs", of(JAVA_INT, JAVA_INT, ADDRESS), STATE);
  static final MethodHandle STATX =
      handle("statx", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS), STATE);
  static final MethodHandle FSYNC = handle("fsync", of(JAVA_INT, JAVA_INT), STATE);
  static final MethodHandle SYNCFS = handle("syncfs", of(JAVA_INT, JAVA_INT), STATE);
  static final MethodHandle FSETXATTR =
      handle("fsetxattr", of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT), STATE);
  static final MethodHandle FGETXATTR =
      handle("fgetxattr", of(JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG), STATE);
  static final MethodHandle FREMOVEXATTR =
      handle("fremovexattr", of(JAVA_INT, JAVA_INT, ADDRESS), STATE);
  static final MethodHandle MLOCKALL = handle("mlockall", of(JAVA_INT, JAVA_INT), STATE);
  static final MethodHandle SETSID = handle("setsid", of(JAVA_INT), STATE);

  static final MethodHandle MKDIRAT =
      handle("mkdirat", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), STATE);
  static final MethodHandle RENAMEAT =
      handle("renameat", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS), STATE);
  static final MethodHandle UNLINKAT =
      handle("unlinkat", of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT), STATE);
  static final MethodHandle FCHMOD = handle("fchmod", of(JAVA_INT, JAVA_INT, JAVA_INT), STATE);

  static final MethodHandle KILL = handle("kill", of(JAVA_INT, JAVA_INT, JAVA_INT), STATE);

  static final MethodHandle FCNTL =
      handle("fcntl", of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS), STATE, variadic(2));

  static final MethodHandle PIPE2 = handle("pipe2", of(JAVA_INT, ADDRESS, JAVA_INT), STATE);

  static final int EINTR = 4;

  private SystemCalls() {}

  /** One call; what it needs lives in the arena. */
  @FunctionalInterface
  interface Call {
    long make(Arena arena, MemorySegment state) throws Throwable;
  }

  /** Makes a call, again when a signal came between, and throws what the kernel has against it. */
  static long call(String what, Call call) throws SystemCallException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      while (true) {
        long result = call.make(arena, state);
        if (result >= 0) {
          return result;
        }
        int number = (int) ERRNO.get(state, 0L);
        if (number != EINTR) {
          throw new SystemCallException(what, number);
        }
      }
    } catch (SystemCallException | Error failed) {
      throw failed;
    } catch (Throwable impossible) {
      throw new IllegalStateException("expected to make the system call of " + what, impossible);
    }
  }

  private static FunctionDescriptor of(MemoryLayout result, MemoryLayout... arguments) {
    return FunctionDescriptor.of(result, arguments);
  }

  private static Linker.Option variadic(int first) {
    return Linker.Option.firstVariadicArg(first);
  }

  @SuppressWarnings("restricted")
  static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment address =
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(
                () -> new UnsupportedOperationException("expected a C library with " + name));
    return LINKER.downcallHandle(
        address, descriptor, List.of(options).toArray(Linker.Option[]::new));
  }
}
