package io.lull.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.Collection;

/**
 * Calls on many files, made by one thread with buffers of its own: a call costs little more than
 * the kernel takes for it. Every name is looked up in an open directory, and a link is never
 * followed. The numbers of descriptors are the caller's to close.
 *
 * <p>Only the thread that made it may use it.
 */
public final class FileCalls implements AutoCloseable {
  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int AT_REMOVEDIR = 0x200;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int READ =
      OpenFlags.CLOSE_ON_EXEC | OpenFlags.NO_FOLLOW | OpenFlags.NO_TERMINAL | OpenFlags.NO_WAITING;
  private static final int ENTRIES = 64 * 1024;
  private static final int TARGET_MAX = 64 * 1024;
  private static final Name SELF = Name.of("");

  private final CallBuffers buffers = new CallBuffers();
  private final MemorySegment stat = buffers.allocate(FileStat.BYTES);
  private final MemorySegment block = buffers.allocate(ENTRIES);
  private final AttributeCalls attributes = new AttributeCalls(buffers, block);
  private int noAccessTime = OpenFlags.NO_ACCESS_TIME;

  /** The calls on owners, modes, times and extended attributes. */
  public AttributeCalls attributes() {
    return attributes;
  }

  /** Opens a directory by its path; the path may lead through links but not end in one. */
  public int openDirectory(String path) throws SystemCallException {
    return open(AT_FDCWD, buffers.first(path), path, READ | OpenFlags.DIRECTORY, 0);
  }

  public int openDirectory(int directory, Name name) throws SystemCallException {
    return openQuietly(directory, name, READ | OpenFlags.DIRECTORY);
  }

  /** Opens a file for reading; it does not wait for anybody at the other end of a pipe. */
  public int openFile(int directory, Name name) throws SystemCallException {
    return openQuietly(directory, name, READ);
  }

  /** Opens whatever has this name so that it can be asked about, and does nothing with it. */
  public int openPlace(int directory, Name name) throws SystemCallException {
    int flags = OpenFlags.PATH | OpenFlags.NO_FOLLOW | OpenFlags.CLOSE_ON_EXEC;
    return open(directory, buffers.first(name), name, flags, 0);
  }

  public int openForWriting(int directory, Name name) throws SystemCallException {
    return open(directory, buffers.first(name), name, READ | OpenFlags.WRITE, 0);
  }

  /** Makes a file that was not there and opens it for writing. */
  public int create(int directory, Name name, int mode) throws SystemCallException {
    int flags = READ | OpenFlags.WRITE | OpenFlags.CREATE_NEW;
    return open(directory, buffers.first(name), name, flags, mode);
  }

  /** Leaves the time of the last access as it is, which only the owner and root may. */
  private int openQuietly(int directory, Name name, int flags) throws SystemCallException {
    MemorySegment path = buffers.first(name);
    try {
      return open(directory, path, name, flags | noAccessTime, 0);
    } catch (SystemCallException refused) {
      if (noAccessTime == 0 || !refused.is(Errno.EPERM)) {
        throw refused;
      }
      noAccessTime = 0;
      return open(directory, path, name, flags, 0);
    }
  }

  private int open(int directory, MemorySegment path, Object name, int flags, int mode)
      throws SystemCallException {
    return (int)
        buffers.call(
            "opening",
            name,
            () ->
                (int) SystemCalls.OPENAT.invokeExact(buffers.state, directory, path, flags, mode));
  }

  public void close(int descriptor) {
    // The number is free whatever the kernel says.
    buffers.attempt(() -> (int) SystemCalls.CLOSE.invokeExact(buffers.state, descriptor));
  }

  public FileStat stat(int descriptor) throws SystemCallException {
    return stat(descriptor, SELF, AT_EMPTY_PATH);
  }

  /** What is known of a name; of a link itself and not of where it leads. */
  public FileStat stat(int directory, Name name) throws SystemCallException {
    return stat(directory, name, AT_SYMLINK_NOFOLLOW);
  }

  /** As the other one, for a path; nothing is opened for it. */
  public FileStat stat(String path) throws SystemCallException {
    return stat(AT_FDCWD, Name.of(path), AT_SYMLINK_NOFOLLOW);
  }

  private FileStat stat(int directory, Name name, int flags) throws SystemCallException {
    MemorySegment path = buffers.first(name);
    buffers.call(
        "looking at",
        name,
        () ->
            (int)
                SystemCalls.STATX.invokeExact(
                    buffers.state, directory, path, flags, FileStat.WANTED, stat));
    return FileStat.read(stat);
  }

  /** Adds all entries of an open directory from its beginning, without itself and its parent. */
  public void list(int directory, Collection<DirectoryEntry> entries) throws SystemCallException {
    buffers.call(
        "going to the beginning of",
        "a directory",
        () -> (long) FileHandles.LSEEK.invokeExact(buffers.state, directory, 0L, 0));
    while (true) {
      long read =
          buffers.call(
              "listing",
              "a directory",
              () ->
                  (long)
                      FileHandles.GETDENTS.invokeExact(
                          buffers.state, directory, block, (long) ENTRIES));
      if (read == 0) {
        return;
      }
      for (long at = 0; at < read; at += Short.toUnsignedInt(block.get(JAVA_SHORT, at + 16))) {
        add(at, entries);
      }
    }
  }

  private void add(long at, Collection<DirectoryEntry> entries) {
    long name = at + 19;
    int length = 0;
    while (block.get(JAVA_BYTE, name + length) != 0) {
      length++;
    }
    boolean dots =
        length <= 2
            && block.get(JAVA_BYTE, name) == '.'
            && (length == 1 || block.get(JAVA_BYTE, name + 1) == '.');
    if (!dots) {
      byte[] bytes = block.asSlice(name, length).toArray(JAVA_BYTE);
      entries.add(
          new DirectoryEntry(Name.owning(bytes), FileType.of(block.get(JAVA_BYTE, at + 18))));
    }
  }

  public void makeDirectory(int directory, Name name, int mode) throws SystemCallException {
    MemorySegment path = buffers.first(name);
    buffers.call(
        "making",
        name,
        () -> (int) SystemCalls.MKDIRAT.invokeExact(buffers.state, directory, path, mode));
  }

  /** Makes a pipe, a socket or a device, as the mode says. */
  public void makeNode(int directory, Name name, int mode, long device) throws SystemCallException {
    MemorySegment path = buffers.first(name);
    buffers.call(
        "making",
        name,
        () -> (int) FileHandles.MKNODAT.invokeExact(buffers.state, directory, path, mode, device));
  }

  public void makeLink(int directory, Name name, Name target) throws SystemCallException {
    MemorySegment path = buffers.first(name);
    MemorySegment leads = buffers.second(target);
    buffers.call(
        "making",
        name,
        () -> (int) FileHandles.SYMLINKAT.invokeExact(buffers.state, leads, directory, path));
  }

  /** Where a link leads that was opened by {@link #openPlace}. */
  public Name readLink(int link) throws SystemCallException {
    MemorySegment path = buffers.first(SELF);
    long length =
        buffers.call(
            "reading",
            "a link",
            () ->
                (long)
                    FileHandles.READLINKAT.invokeExact(
                        buffers.state, link, path, block, (long) TARGET_MAX));
    return Name.owning(block.asSlice(0, length).toArray(JAVA_BYTE));
  }

  /** Gives a file a further name. */
  public void link(int from, Name name, int to, Name further) throws SystemCallException {
    MemorySegment path = buffers.first(name);
    MemorySegment other = buffers.second(further);
    buffers.call(
        "linking",
        further,
        () -> (int) FileHandles.LINKAT.invokeExact(buffers.state, from, path, to, other, 0));
  }

  public void rename(int from, Name name, int to, Name other) throws SystemCallException {
    MemorySegment path = buffers.first(name);
    MemorySegment target = buffers.second(other);
    buffers.call(
        "renaming",
        name,
        () -> (int) SystemCalls.RENAMEAT.invokeExact(buffers.state, from, path, to, target));
  }

  /** Removes a name that is no directory's. */
  public void remove(int directory, Name name) throws SystemCallException {
    unlink(directory, name, 0);
  }

  public void removeDirectory(int directory, Name name) throws SystemCallException {
    unlink(directory, name, AT_REMOVEDIR);
  }

  private void unlink(int directory, Name name, int flags) throws SystemCallException {
    MemorySegment path = buffers.first(name);
    buffers.call(
        "removing",
        name,
        () -> (int) SystemCalls.UNLINKAT.invokeExact(buffers.state, directory, path, flags));
  }

  public void truncate(int file, long size) throws SystemCallException {
    buffers.call(
        "cutting",
        "a file",
        () -> (int) FileHandles.FTRUNCATE.invokeExact(buffers.state, file, size));
  }

  /** Where the next data begin at or after a place; −1 if only a hole follows. */
  public long nextData(int file, long offset) throws SystemCallException {
    return seek(file, offset, 3);
  }

  /** Where the next hole begins at or after a place; the end of a file counts as one. */
  public long nextHole(int file, long offset) throws SystemCallException {
    return seek(file, offset, 4);
  }

  private long seek(int file, long offset, int whence) throws SystemCallException {
    long found =
        buffers.attempt(
            () -> (long) FileHandles.LSEEK.invokeExact(buffers.state, file, offset, whence));
    if (found < 0 && found != -6) {
      throw new SystemCallException("looking for data of a file", (int) -found);
    }
    return found < 0 ? -1 : found;
  }

  /** Reads at a place; 0 at the end. */
  public int read(int file, MemorySegment into, long size, long offset) throws SystemCallException {
    return (int)
        buffers.call(
            "reading",
            "a file",
            () -> (long) FileHandles.PREAD.invokeExact(buffers.state, file, into, size, offset));
  }

  /** Writes all of it at a place. */
  public void write(int file, MemorySegment from, long size, long offset)
      throws SystemCallException {
    for (long done = 0; done < size; ) {
      MemorySegment rest = from.asSlice(done, size - done);
      long at = offset + done;
      done +=
          buffers.call(
              "writing",
              "a file",
              () ->
                  (long)
                      FileHandles.PWRITE.invokeExact(
                          buffers.state, file, rest, rest.byteSize(), at));
    }
  }

  /** Lets the kernel forget what it has of a file in memory and needs not to write any more. */
  public void forget(int file) {
    buffers.attempt(() -> (int) FileHandles.FADVISE.invokeExact(buffers.state, file, 0L, 0L, 4));
  }

  /** Asks the file system for something of its own. */
  public void ioctl(String what, int file, long request, long argument) throws SystemCallException {
    buffers.call(
        what,
        "a file",
        () -> (int) SystemCalls.IOCTL_NUMBER.invokeExact(buffers.state, file, request, argument));
  }

  /** As the other one, for a request about a number; returns what it is afterwards. */
  public long ioctlAbout(String what, int file, long request, long value)
      throws SystemCallException {
    stat.set(JAVA_LONG, 0, value);
    buffers.call(
        what,
        "a file",
        () -> (int) SystemCalls.IOCTL.invokeExact(buffers.state, file, request, stat));
    return stat.get(JAVA_LONG, 0);
  }

  /** Returns when what was written to this file or directory survives a crash. */
  public void force(int file) throws SystemCallException {
    buffers.call(
        "forcing", "a file", () -> (int) SystemCalls.FSYNC.invokeExact(buffers.state, file));
  }

  /** Returns when all that was written to the whole file system survives a crash. */
  public void forceFileSystem(int file) throws SystemCallException {
    buffers.call(
        "forcing",
        "a file system",
        () -> (int) SystemCalls.SYNCFS.invokeExact(buffers.state, file));
  }

  public FileSystemKind fileSystem(int file) throws SystemCallException {
    buffers.call(
        "the kind of",
        "a file system",
        () -> (int) SystemCalls.FSTATFS.invokeExact(buffers.state, file, stat));
    return FileSystemKind.of(stat.get(JAVA_LONG, 0));
  }

  /** The bytes that somebody without privileges can still write to the file system. */
  public long available(int file) throws SystemCallException {
    buffers.call(
        "the space of",
        "a file system",
        () -> (int) SystemCalls.FSTATFS.invokeExact(buffers.state, file, stat));
    return stat.get(JAVA_LONG, 8) * stat.get(JAVA_LONG, 32);
  }

  /** Memory for data that are read and written, as long as this is open. */
  public MemorySegment allocate(long bytes) {
    return buffers.allocate(bytes);
  }

  @Override
  public void close() {
    buffers.close();
  }
}
