package io.lull.provider.tree;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.lull.kernel.Errno;
import io.lull.kernel.FileCalls;
import io.lull.kernel.Name;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.provider.Marker;
import io.lull.wire.Wire;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The open directory of one copy: its marker, its content, and what is on the way to it. */
final class CopyFiles implements AutoCloseable {
  private static final Name MARKER = Name.of("marker.json");
  private static final Name MARKER_PART = Name.of("marker.json.part");
  private static final Name LEFT_OUT = Name.of("left-out");
  private static final Name CONTENT = Name.of("content");
  private static final Name PENDING = Name.of("pending");
  private static final Name SAMPLE = Name.of("sample");
  private static final Name TRASH = Name.of("trash");
  private static final int MARKER_MAX = 1 << 20;

  private final FileCalls calls;
  private final Path path;
  private final int directory;

  CopyFiles(FileCalls calls, Path path, int directory) {
    this.calls = calls;
    this.path = path;
    this.directory = directory;
  }

  /** Where the content is once it is made. */
  Path content() {
    return path.resolve(CONTENT.toString());
  }

  int directory() {
    return directory;
  }

  /**
   * Keeps a marker, whole or not at all, in place of the one before.
   *
   * @param forced whether to return only when it survives a crash of the machine
   */
  void mark(Marker marker, boolean forced) throws IOException {
    write(MARKER_PART, Wire.json().write(marker), forced);
    calls.rename(directory, MARKER_PART, directory, MARKER);
    if (forced) {
      calls.force(directory);
    }
  }

  void leaveOut(List<String> paths) throws IOException {
    if (!paths.isEmpty()) {
      String text = String.join("\0", paths) + "\0";
      write(LEFT_OUT, text.getBytes(StandardCharsets.UTF_8), false);
    }
  }

  private void write(Name name, byte[] bytes, boolean forced) throws IOException {
    removeFile(name);
    int file = calls.create(directory, name, 0600);
    try {
      calls.write(file, buffer(bytes), bytes.length, 0);
      if (forced) {
        calls.force(file);
      }
    } finally {
      calls.close(file);
    }
  }

  private MemorySegment buffer(byte[] bytes) {
    MemorySegment buffer = calls.allocate(Math.max(1, bytes.length));
    MemorySegment.copy(bytes, 0, buffer, JAVA_BYTE, 0, bytes.length);
    return buffer;
  }

  private void removeFile(Name name) throws IOException {
    try {
      calls.remove(directory, name);
    } catch (SystemCallException failed) {
      if (!failed.is(Errno.ENOENT)) {
        throw failed;
      }
    }
  }

  /** Empty if it was not marked yet, or is being removed. */
  Optional<Marker> marker() throws IOException {
    int file;
    try {
      file = calls.openFile(directory, MARKER);
    } catch (SystemCallException none) {
      if (none.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw none;
    }
    try {
      int size = (int) Math.min(MARKER_MAX, calls.stat(file).size());
      MemorySegment buffer = calls.allocate(Math.max(1, size));
      int read = calls.read(file, buffer, size, 0);
      return Optional.of(
          Wire.json().read(buffer.asSlice(0, read).toArray(JAVA_BYTE), Marker.class));
    } finally {
      calls.close(file);
    }
  }

  boolean isMade() throws IOException {
    try {
      calls.stat(directory, CONTENT);
      return true;
    } catch (SystemCallException none) {
      if (none.is(Errno.ENOENT)) {
        return false;
      }
      throw none;
    }
  }

  /** What was prepared becomes the content, at one moment. */
  void made() throws IOException {
    calls.rename(directory, PENDING, directory, CONTENT);
  }

  int openPending() throws IOException {
    return open(PENDING);
  }

  int openContent() throws IOException {
    return calls.openDirectory(directory, CONTENT);
  }

  int openTrash() throws IOException {
    return open(TRASH);
  }

  int openSample() throws IOException {
    return open(SAMPLE);
  }

  private int open(Name name) throws IOException {
    try {
      calls.makeDirectory(directory, name, 0700);
    } catch (SystemCallException failed) {
      if (!failed.is(Errno.EEXIST)) {
        throw failed;
      }
    }
    return calls.openDirectory(directory, name);
  }

  /** Removes what only served to make the copy. */
  void tidy(int threads, Stop stop) throws IOException, InterruptedException {
    int trash = openTrash();
    try {
      new Trash(trash).take(calls, directory, SAMPLE);
      Crew.work(threads, stop, new Trash(trash)::empty);
    } finally {
      calls.close(trash);
    }
    try {
      calls.removeDirectory(directory, TRASH);
    } catch (SystemCallException failed) {
      if (!failed.is(Errno.ENOTEMPTY)) {
        throw failed;
      }
    }
  }

  @Override
  public void close() {
    calls.close(directory);
  }
}
