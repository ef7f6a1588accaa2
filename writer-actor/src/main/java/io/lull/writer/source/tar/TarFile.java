package io.lull.writer.source.tar;

import io.lull.writer.source.SourceFile;
import io.lull.writer.source.tar.TarContent.Opened;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An archive of these entries, of which any part can be read, and again.
 *
 * <p>Sizes are those that were pinned: a content that has become longer is cut, and the rest of one
 * that has become shorter, or is gone, is zeros. At most one content is open at a time.
 *
 * <p>One read at a time.
 */
public final class TarFile implements SourceFile {
  /** Two empty blocks, by which a reader knows that this is all. */
  private static final int END = 2 * TarHeader.BLOCK;

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 * 1024).asReadOnlyBuffer();

  private final List<TarEntry> entries;
  private final long[] starts;
  private final long size;
  private final Consumer<TarEntry> torn;
  private int current = -1;
  private byte[] header = new byte[0];
  private @Nullable Opened opened;
  private long ends;

  /**
   * Lays the archive out.
   *
   * @param torn is told each entry that is found to be shorter than it was pinned, or gone; if it
   *     is read more than once, perhaps more than once
   */
  public TarFile(List<TarEntry> entries, Consumer<TarEntry> torn) {
    this.entries = List.copyOf(entries);
    this.torn = torn;
    starts = new long[this.entries.size()];
    long at = 0;
    for (int i = 0; i < starts.length; i++) {
      TarEntry entry = this.entries.get(i);
      starts[i] = at;
      at = Math.addExact(at, TarHeader.of(entry).length + TarHeader.padding(entry.size()));
      at = Math.addExact(at, entry.size());
    }
    size = Math.addExact(at, END);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void read(long offset, ByteBuffer into) throws IOException {
    if (offset < 0) {
      throw new IllegalArgumentException("expected an offset of 0 or more, but got " + offset);
    }
    int limit = into.limit();
    into.limit((int) Math.min(limit, into.position() + Math.max(0, size - offset)));
    try {
      for (long at = offset; into.hasRemaining(); ) {
        int before = into.position();
        piece(at, into);
        at += into.position() - before;
      }
    } finally {
      into.limit(limit);
    }
  }

  /** Some of one entry, at least a byte. */
  private void piece(long at, ByteBuffer into) throws IOException {
    if (starts.length == 0 || at >= size - END) {
      zeros(size - at, into);
      return;
    }
    int found = Arrays.binarySearch(starts, at);
    enter(found >= 0 ? found : -found - 2);
    TarEntry entry = entries.get(current);
    long within = at - starts[current];
    if (within < header.length) {
      into.put(header, (int) within, (int) Math.min(header.length - within, into.remaining()));
    } else if (within < header.length + entry.size()) {
      content(entry, within - header.length, into);
    } else {
      long end = header.length + entry.size() + TarHeader.padding(entry.size());
      zeros(end - within, into);
    }
  }

  private void enter(int index) throws IOException {
    if (index != current) {
      leave();
      header = TarHeader.of(entries.get(index));
      ends = Long.MAX_VALUE;
      current = index;
    }
  }

  private void content(TarEntry entry, long from, ByteBuffer into) throws IOException {
    long rest = entry.size() - from;
    if (from < ends) {
      int limit = into.limit();
      into.limit((int) Math.min(limit, into.position() + rest));
      try {
        Optional<Opened> open = opened(entry);
        if (open.isPresent() && open.get().read(from, into) > 0) {
          return;
        }
      } finally {
        into.limit(limit);
      }
      // From here on it stays as it was found now, or the parts of it would not belong together.
      ends = from;
      torn.accept(entry);
    }
    zeros(rest, into);
  }

  private Optional<Opened> opened(TarEntry entry) throws IOException {
    if (opened == null) {
      opened = entry.content().open().orElse(null);
    }
    return Optional.ofNullable(opened);
  }

  private static void zeros(long length, ByteBuffer into) {
    for (long rest = Math.min(length, into.remaining()); rest > 0; ) {
      int some = (int) Math.min(rest, ZEROS.capacity());
      into.put(ZEROS.duplicate().limit(some));
      rest -= some;
    }
  }

  private void leave() throws IOException {
    Opened open = opened;
    opened = null;
    current = -1;
    if (open != null) {
      open.close();
    }
  }

  /** Closes what is open; an archive that is read again opens it again. */
  @Override
  public void close() {
    try {
      leave();
    } catch (IOException gone) {
      // It was only read, and what was read was checked when it came.
    }
  }
}
