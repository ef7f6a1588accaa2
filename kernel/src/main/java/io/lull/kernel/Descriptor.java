package io.lull.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * An open file. It may be closed while another thread makes a call with it: the number is given
 * back to the kernel only when the last such call has ended, because it would be another file's
 * number next.
 */
public final class Descriptor implements AutoCloseable {
  private static final int AT_FDCWD = -100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int O_DIRECTORY_NOFOLLOW_CLOEXEC =
      // The two differ between the architectures.
      System.getProperty("os.arch").equals("aarch64")
          ? 0x4000 | 0x8000 | 0x80000
          : 0x10000 | 0x20000 | 0x80000;
  private static final int O_RDWR_CREAT_CLOEXEC = 0x2 | 0x40 | 0x80000;
  private static final int OWNER_ONLY = 0600;
  private static final int STATX_INO_AND_MOUNT = 0x100 | 0x1000;
  private static final int STATX_SIZE = 256;
  private static final int STATFS_SIZE = 120;
  private static final int ATTRIBUTE_MAX = 65536;
  private static final int BETWEEN = 65536;

  private final String name;
  private final int number;
  private int users = 1;
  private boolean closed;

  private Descriptor(String name, int number) {
    this.name = name;
    this.number = number;
  }

  /** Opens a directory for reading; the path may lead through links but not end in one. */
  public static Descriptor ofDirectory(Path path) throws SystemCallException {
    return ofDirectory(path.toString());
  }

  /** Opens a file for reading and writing, and makes one that nobody else may read if need be. */
  static Descriptor ofFile(Path path) throws SystemCallException {
    return open(path.toString(), AT_FDCWD, path.toString(), O_RDWR_CREAT_CLOEXEC);
  }

  /** As {@link #ofDirectory(Path)}, for a path whose name the JVM's own locale may not have. */
  public static Descriptor ofDirectory(String path) throws SystemCallException {
    return open(path, AT_FDCWD, path, O_DIRECTORY_NOFOLLOW_CLOEXEC);
  }

  /** Opens a directory by a path that leads through no link, wherever somebody puts one. */
  public static Descriptor ofPlainDirectory(String path) throws SystemCallException {
    return new Descriptor(
        path, Mounts.openPlain(path, OpenFlags.DIRECTORY | OpenFlags.CLOSE_ON_EXEC));
  }

  /** Opens a file for reading; the path may lead through links but not end in one. */
  public static Descriptor ofPlainFile(Path path) throws SystemCallException {
    int flags = OpenFlags.NO_FOLLOW | OpenFlags.CLOSE_ON_EXEC | OpenFlags.NO_WAITING;
    return open(path.toString(), AT_FDCWD, path.toString(), flags);
  }

  /** Opens a directory by its name in this one. */
  public Descriptor child(String child) throws SystemCallException {
    return with(parent -> open(name + "/" + child, parent, child, O_DIRECTORY_NOFOLLOW_CLOEXEC));
  }

  /**
   * Takes over the number of a file that {@link FileCalls} opened: it is closed with this one.
   *
   * @param shown what the file is called in messages
   */
  public static Descriptor owning(Name shown, int number) {
    return new Descriptor(shown.toString(), number);
  }

  private static Descriptor open(String shown, int parent, String path, int flags)
      throws SystemCallException {
    long number =
        SystemCalls.call(
            "opening " + shown,
            (arena, state) ->
                (int)
                    SystemCalls.OPENAT.invokeExact(
                        state,
                        parent,
                        arena.allocateFrom(path, StandardCharsets.UTF_8),
                        flags,
                        OWNER_ONLY));
    return new Descriptor(shown, (int) number);
  }

  /**
   * Asks the file system for something of its own.
   *
   * @param argument read by the kernel, or written, as the request says
   */
  public long ioctl(String what, long request, MemorySegment argument) throws SystemCallException {
    return with(
        own ->
            SystemCalls.call(
                what,
                (_, state) -> (int) SystemCalls.IOCTL.invokeExact(state, own, request, argument)));
  }

  /** As the other one, for a request that takes a number instead of an address. */
  public long ioctl(String what, long request, long argument) throws SystemCallException {
    return with(
        own ->
            SystemCalls.call(
                what,
                (_, state) ->
                    (int) SystemCalls.IOCTL_NUMBER.invokeExact(state, own, request, argument)));
  }

  /** Lends this descriptor's number to a call that takes it as an argument. */
  public <T> T with(Use<T> use) throws SystemCallException {
    synchronized (this) {
      if (closed) {
        throw new SystemCallException("using " + name, 9);
      }
      users++;
    }
    try {
      return use.of(number);
    } finally {
      release();
    }
  }

  /** Something that is done with the number of an open descriptor, and does not keep it. */
  @FunctionalInterface
  public interface Use<T> {
    T of(int number) throws SystemCallException;
  }

  public FileSystemKind fileSystem() throws SystemCallException {
    return FileSystemKind.of(statfs(0));
  }

  /** The bytes that somebody without privileges can still write to the file system. */
  public long available() throws SystemCallException {
    return statfs(8) * statfs(32);
  }

  private long statfs(int offset) throws SystemCallException {
    return with(
        own -> {
          long[] value = new long[1];
          SystemCalls.call(
              "the kind of file system of " + name,
              (arena, state) -> {
                MemorySegment statfs = arena.allocate(STATFS_SIZE, 8);
                int result = (int) SystemCalls.FSTATFS.invokeExact(state, own, statfs);
                value[0] = statfs.get(JAVA_LONG, offset);
                return result;
              });
          return value[0];
        });
  }

  public Identity identity() throws SystemCallException {
    return statx("the identity of " + name, STATX_INO_AND_MOUNT, Identity::read);
  }

  public FileStat stat() throws SystemCallException {
    return statx("looking at " + name, FileStat.WANTED, FileStat::read);
  }

  /**
   * Reads at a place, as much as there is room for or the kernel gives at once.
   *
   * @return how many bytes; 0 at the end of the file
   */
  public int read(long offset, ByteBuffer into) throws SystemCallException {
    if (!into.isDirect()) {
      ByteBuffer between = ByteBuffer.allocateDirect(Math.min(into.remaining(), BETWEEN));
      int read = read(offset, between);
      into.put(between.flip());
      return read;
    }
    int read =
        with(
            own ->
                (int)
                    SystemCalls.call(
                        "reading " + name,
                        (_, state) ->
                            (long)
                                FileHandles.PREAD.invokeExact(
                                    state,
                                    own,
                                    MemorySegment.ofBuffer(into),
                                    (long) into.remaining(),
                                    offset)));
    into.position(into.position() + read);
    return read;
  }

  /** What the kernel says of this file, of which it fills in no less than is wanted. */
  <T> T statx(String what, int wanted, Function<MemorySegment, T> read) throws SystemCallException {
    return with(
        own -> {
          AtomicReference<T> found = new AtomicReference<>();
          SystemCalls.call(
              what,
              (arena, state) -> {
                MemorySegment statx = arena.allocate(STATX_SIZE, 8);
                int result =
                    (int)
                        SystemCalls.STATX.invokeExact(
                            state, own, arena.allocateFrom(""), AT_EMPTY_PATH, wanted, statx);
                found.set(read.apply(statx));
                return result;
              });
          return found.get();
        });
  }

  /** Returns when what was written to this file or directory survives a crash. */
  public void force() throws SystemCallException {
    simple("forcing " + name + " to the disk", SystemCalls.FSYNC);
  }

  /** Returns when all that was written to the whole file system survives a crash. */
  public void forceFileSystem() throws SystemCallException {
    simple("forcing the file system of " + name + " to the disk", SystemCalls.SYNCFS);
  }

  private void simple(String what, MethodHandle handle) throws SystemCallException {
    with(own -> SystemCalls.call(what, (_, state) -> (int) handle.invokeExact(state, own)));
  }

  /** Sets an extended attribute, in place of what it was before. */
  public void attribute(String attribute, byte[] value) throws SystemCallException {
    with(
        own ->
            SystemCalls.call(
                "attribute " + attribute + " of " + name,
                (arena, state) ->
                    (int)
                        SystemCalls.FSETXATTR.invokeExact(
                            state,
                            own,
                            arena.allocateFrom(attribute),
                            arena.allocateFrom(JAVA_BYTE, value),
                            (long) value.length,
                            0)));
  }

  /** An extended attribute; empty if it was never set. */
  public Optional<byte[]> attribute(String attribute) throws SystemCallException {
    try {
      return Optional.of(with(own -> read(own, attribute)));
    } catch (SystemCallException failed) {
      if (failed.is(Errno.ENODATA)) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  private byte[] read(int own, String attribute) throws SystemCallException {
    byte[][] value = new byte[1][];
    SystemCalls.call(
        "attribute " + attribute + " of " + name,
        (arena, state) -> {
          MemorySegment buffer = arena.allocate(ATTRIBUTE_MAX);
          long size =
              (long)
                  SystemCalls.FGETXATTR.invokeExact(
                      state, own, arena.allocateFrom(attribute), buffer, (long) ATTRIBUTE_MAX);
          if (size >= 0) {
            value[0] = buffer.asSlice(0, size).toArray(JAVA_BYTE);
          }
          return size;
        });
    return value[0];
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    release();
  }

  private void release() {
    boolean last;
    synchronized (this) {
      users--;
      last = users == 0;
    }
    if (last) {
      try {
        SystemCalls.call(
            "closing " + name, (_, state) -> (int) SystemCalls.CLOSE.invokeExact(state, number));
      } catch (SystemCallException gone) {
        // The number is free whatever the kernel says, and nothing was written through it.
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
