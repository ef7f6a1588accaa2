package io.lull.acceptance.cluster;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A network device of the kernel whose cable ends in this process: what the kernel sends there is
 * read here, and what is written here the kernel receives.
 *
 * <p>It ends with this process, in whatever namespace it lives by then.
 */
final class Tun implements AutoCloseable {
  /** No packet is longer, whatever the device says. */
  static final int PACKET_MAX = 1 << 16;

  private static final int READ_AND_WRITE = 2;
  private static final long SET_INTERFACE = 0x400454caL;
  private static final short PLAIN_PACKETS = 0x1001;
  private static final long REQUEST_BYTES = 40;
  private static final long FLAGS_AT = 16;
  private static final short READABLE = 1;
  private static final int PATIENCE_MILLIS = 100;

  private static final MethodHandle OPEN = call("open", 2, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle IOCTL =
      call("ioctl", 2, JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  private static final MethodHandle POLL = call("poll", 3, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle READ = call("read", 3, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE =
      call("write", 3, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle CLOSE = call("close", 1, JAVA_INT, JAVA_INT);

  private final int descriptor;

  private Tun(int descriptor) {
    this.descriptor = descriptor;
  }

  /** Makes a device of this name, in the namespace of this process. */
  static Tun make(String name) {
    try (Arena arena = Arena.ofConfined()) {
      int descriptor = (int) OPEN.invokeExact(arena.allocateFrom("/dev/net/tun"), READ_AND_WRITE);
      if (descriptor < 0) {
        throw new IllegalStateException("expected to open /dev/net/tun, but could not");
      }
      MemorySegment request = arena.allocate(REQUEST_BYTES);
      request.setString(0, name);
      request.set(JAVA_SHORT, FLAGS_AT, PLAIN_PACKETS);
      if ((int) IOCTL.invokeExact(descriptor, SET_INTERFACE, request) != 0) {
        throw new IllegalStateException("expected to make the device " + name + ", but could not");
      }
      return new Tun(descriptor);
    } catch (Throwable failed) {
      throw wrapped(failed);
    }
  }

  /** The length of the next packet, 0 if there is none for a while, less if there never will be. */
  int read(MemorySegment packet, MemorySegment poll) {
    try {
      poll.set(JAVA_INT, 0, descriptor);
      poll.set(JAVA_SHORT, 4, READABLE);
      if ((int) POLL.invokeExact(poll, 1L, PATIENCE_MILLIS) <= 0) {
        return 0;
      }
      return Math.toIntExact((long) READ.invokeExact(descriptor, packet, (long) PACKET_MAX));
    } catch (Throwable failed) {
      throw wrapped(failed);
    }
  }

  /** Hands a packet to the kernel, which drops what it does not want. */
  void write(MemorySegment packet, int length) {
    try {
      long written = (long) WRITE.invokeExact(descriptor, packet, (long) length);
      assert written <= length;
    } catch (Throwable failed) {
      throw wrapped(failed);
    }
  }

  /** Room for one packet, and for one question whether there is one. */
  static MemorySegment room(Arena arena) {
    return arena.allocate(PACKET_MAX);
  }

  static MemorySegment poll(Arena arena) {
    return arena.allocate(JAVA_LONG);
  }

  static byte[] copy(MemorySegment packet, int length) {
    return packet.asSlice(0, length).toArray(JAVA_BYTE);
  }

  @Override
  public void close() {
    try {
      int closed = (int) CLOSE.invokeExact(descriptor);
      assert closed <= 0;
    } catch (Throwable failed) {
      throw wrapped(failed);
    }
  }

  @SuppressWarnings("restricted") // The whole point: calls of the kernel that Java does not have.
  private static MethodHandle call(
      String name, int fixed, MemoryLayout result, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(result, arguments),
        fixed < arguments.length
            ? new Linker.Option[] {Linker.Option.firstVariadicArg(fixed)}
            : new Linker.Option[0]);
  }

  private static RuntimeException wrapped(Throwable failed) {
    if (failed instanceof RuntimeException known) {
      return known;
    }
    return new IllegalStateException(failed);
  }
}
