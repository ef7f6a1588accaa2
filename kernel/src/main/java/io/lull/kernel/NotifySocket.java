package io.lull.kernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Where a service manager such as systemd wants to be told how this process is: a socket in the
 * file system, or one with a name that begins with {@code @} and is in no file system at all.
 *
 * <p>To tell it something never waits. The manager may itself wait for a disk that is frozen here,
 * and what it has no room for then is said again the next time.
 */
public final class NotifySocket implements AutoCloseable {
  private static final MethodHandle SOCKET =
      SystemCalls.handle(
          "socket",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          SystemCalls.STATE);
  private static final MethodHandle SENDTO =
      SystemCalls.handle(
          "sendto",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
          SystemCalls.STATE);

  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** The number of the family comes before the name. */
  private static final int FAMILY = Short.BYTES;

  private static final int NAME_MAX = 108;

  private final String name;
  private final byte[] raw;
  private final int socket;

  private NotifySocket(String name, byte[] raw, int socket) {
    this.name = name;
    this.raw = raw;
    this.socket = socket;
  }

  /**
   * Makes a socket of our own to send from; whether anybody listens is seen when something is said.
   *
   * @throws IllegalArgumentException for a name that is no socket's on this machine
   */
  public static NotifySocket to(String name) throws SystemCallException {
    byte[] raw = name.getBytes(UTF_8);
    boolean abstracted = name.startsWith("@");
    if (raw.length < 2 || raw.length > NAME_MAX || !(abstracted || name.startsWith("/"))) {
      throw new IllegalArgumentException(
          "expected a socket named by an absolute path or by @ and a name, of at most "
              + NAME_MAX
              + " bytes, but got \""
              + name
              + "\"");
    }
    if (abstracted) {
      raw[0] = 0;
    }
    int type = SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
    int socket =
        (int)
            SystemCalls.call(
                "making a socket", (_, state) -> (int) SOCKET.invokeExact(state, AF_UNIX, type, 0));
    return new NotifySocket(name, raw, socket);
  }

  /** Says this, as one message: lines of the form {@code KEY=value}. */
  public void tell(String message) throws SystemCallException {
    byte[] text = message.getBytes(UTF_8);
    SystemCalls.call(
        "telling " + name,
        (arena, state) -> {
          MemorySegment address = arena.allocate(FAMILY + NAME_MAX, Short.BYTES);
          address.set(JAVA_SHORT, 0, (short) AF_UNIX);
          MemorySegment.copy(raw, 0, address, JAVA_BYTE, FAMILY, raw.length);
          return (long)
              SENDTO.invokeExact(
                  state,
                  socket,
                  arena.allocateFrom(JAVA_BYTE, text),
                  (long) text.length,
                  MSG_NOSIGNAL,
                  address,
                  FAMILY + raw.length);
        });
  }

  @Override
  public void close() {
    try {
      SystemCalls.call(
          "closing a socket", (_, state) -> (int) SystemCalls.CLOSE.invokeExact(state, socket));
    } catch (SystemCallException gone) {
      // The number is free whatever the kernel says.
    }
  }
}
