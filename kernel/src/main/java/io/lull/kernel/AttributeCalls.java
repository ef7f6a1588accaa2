package io.lull.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Owners, modes, times and extended attributes of files, which are named by a descriptor or by
 * their name in an open directory.
 *
 * <p>The kernel asks for extended attributes by a path where a file cannot be opened without a
 * consequence. {@link #place} is a path that leads to an open descriptor and nowhere else.
 */
public final class AttributeCalls {
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int TIMES = 32;
  private static final int LIST_MAX = 64 * 1024;
  private static final int VALUE_MAX = 64 * 1024;

  private final CallBuffers buffers;
  private final MemorySegment list;
  private final MemorySegment value;
  private final MemorySegment times;

  AttributeCalls(CallBuffers buffers, MemorySegment list) {
    this.buffers = buffers;
    this.list = list;
    this.value = buffers.allocate(VALUE_MAX);
    this.times = buffers.allocate(TIMES);
  }

  public void owner(int file, int owner, int group) throws SystemCallException {
    buffers.call(
        "giving to its owner",
        "a file",
        () -> (int) FileHandles.FCHOWN.invokeExact(buffers.state, file, owner, group));
  }

  public void owner(int directory, Name name, int owner, int group) throws SystemCallException {
    MemorySegment path = buffers.first(name);
    buffers.call(
        "giving to its owner",
        name,
        () ->
            (int)
                FileHandles.FCHOWNAT.invokeExact(
                    buffers.state, directory, path, owner, group, AT_SYMLINK_NOFOLLOW));
  }

  public void mode(int file, int mode) throws SystemCallException {
    buffers.call(
        "the mode of",
        "a file",
        () -> (int) SystemCalls.FCHMOD.invokeExact(buffers.state, file, mode));
  }

  /** Of a name that is not a link: of that the file it leads to would be changed. */
  public void mode(int directory, Name name, int mode) throws SystemCallException {
    MemorySegment path = buffers.first(name);
    buffers.call(
        "the mode of",
        name,
        () -> (int) FileHandles.FCHMODAT.invokeExact(buffers.state, directory, path, mode, 0));
  }

  /** Sets the times of the last access and modification. */
  public void times(int file, FileStat stat) throws SystemCallException {
    fill(stat);
    buffers.call(
        "the times of",
        "a file",
        () -> (int) FileHandles.FUTIMENS.invokeExact(buffers.state, file, times));
  }

  public void times(int directory, Name name, FileStat stat) throws SystemCallException {
    fill(stat);
    MemorySegment path = buffers.first(name);
    buffers.call(
        "the times of",
        name,
        () ->
            (int)
                FileHandles.UTIMENSAT.invokeExact(
                    buffers.state, directory, path, times, AT_SYMLINK_NOFOLLOW));
  }

  private void fill(FileStat stat) {
    times.set(JAVA_LONG, 0, stat.access().seconds());
    times.set(JAVA_LONG, 8, stat.access().nanos());
    times.set(JAVA_LONG, 16, stat.modification().seconds());
    times.set(JAVA_LONG, 24, stat.modification().nanos());
  }

  /** The names of all extended attributes; a file system that has none of them has no names. */
  public List<Name> names(int file) throws SystemCallException {
    return names(
        buffers.attempt(
            () ->
                (long)
                    FileHandles.FLISTXATTR.invokeExact(
                        buffers.state, file, list, (long) LIST_MAX)));
  }

  public List<Name> names(Name place) throws SystemCallException {
    MemorySegment path = buffers.first(place);
    return names(
        buffers.attempt(
            () ->
                (long)
                    FileHandles.LISTXATTR.invokeExact(buffers.state, path, list, (long) LIST_MAX)));
  }

  private List<Name> names(long size) throws SystemCallException {
    if (size == 0 || size == -95) {
      return List.of();
    }
    if (size < 0) {
      throw new SystemCallException("the attributes of a file", (int) -size);
    }
    List<Name> names = new ArrayList<>();
    long begin = 0;
    for (long at = 0; at < size; at++) {
      if (list.get(JAVA_BYTE, at) == 0) {
        names.add(Name.owning(list.asSlice(begin, at - begin).toArray(JAVA_BYTE)));
        begin = at + 1;
      }
    }
    return names;
  }

  public byte[] value(int file, Name attribute) throws SystemCallException {
    MemorySegment name = buffers.second(attribute);
    return read(
        buffers.call(
            "attribute",
            attribute,
            () ->
                (long)
                    SystemCalls.FGETXATTR.invokeExact(
                        buffers.state, file, name, value, (long) VALUE_MAX)));
  }

  public byte[] value(Name place, Name attribute) throws SystemCallException {
    MemorySegment path = buffers.first(place);
    MemorySegment name = buffers.second(attribute);
    return read(
        buffers.call(
            "attribute",
            attribute,
            () ->
                (long)
                    FileHandles.GETXATTR.invokeExact(
                        buffers.state, path, name, value, (long) VALUE_MAX)));
  }

  private byte[] read(long size) {
    return value.asSlice(0, size).toArray(JAVA_BYTE);
  }

  public void set(int file, Name attribute, byte[] bytes) throws SystemCallException {
    MemorySegment name = buffers.second(attribute);
    MemorySegment.copy(bytes, 0, value, JAVA_BYTE, 0, bytes.length);
    buffers.call(
        "setting the attribute",
        attribute,
        () ->
            (int)
                SystemCalls.FSETXATTR.invokeExact(
                    buffers.state, file, name, value, (long) bytes.length, 0));
  }

  public void set(Name place, Name attribute, byte[] bytes) throws SystemCallException {
    MemorySegment path = buffers.first(place);
    MemorySegment name = buffers.second(attribute);
    MemorySegment.copy(bytes, 0, value, JAVA_BYTE, 0, bytes.length);
    buffers.call(
        "setting the attribute",
        attribute,
        () ->
            (int)
                FileHandles.SETXATTR.invokeExact(
                    buffers.state, path, name, value, (long) bytes.length, 0));
  }

  public void remove(int file, Name attribute) throws SystemCallException {
    MemorySegment name = buffers.second(attribute);
    buffers.call(
        "removing the attribute",
        attribute,
        () -> (int) SystemCalls.FREMOVEXATTR.invokeExact(buffers.state, file, name));
  }

  /** A path to an open descriptor, whatever it is of, also a link. */
  public static Name place(int descriptor) {
    return Name.of("/proc/self/fd/" + descriptor);
  }
}
