package io.lull.provider.tree;

import io.lull.kernel.FileStat;
import io.lull.kernel.FileType;
import io.lull.kernel.Name;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a pass over a tree has seen in one directory, packed: a volume has millions of files, and
 * all of this is kept in memory until the copy is made.
 */
final class Seen {
  private static final int FIELDS = 6;
  private static final Seen NOTHING = new Seen(List.of());

  /**
   * One name.
   *
   * @param forced for {@link Trust}: from when on a change would show
   * @param checksum of what was copied, or 0
   * @param inside for a directory, what was seen in it
   */
  record Entry(
      Name name,
      FileType type,
      long inode,
      long size,
      long modified,
      long changed,
      long forced,
      long checksum,
      Optional<Slot> inside) {
    static Entry of(Name name, FileStat stat, long forced, long checksum) {
      return new Entry(
          name,
          stat.type(),
          stat.inode(),
          stat.size(),
          stat.modification().total(),
          stat.change().total(),
          forced,
          checksum,
          Optional.empty());
    }

    static Entry of(Name name, FileStat stat, long forced, Slot inside) {
      return of(name, stat, forced, 0).with(inside);
    }

    private Entry with(Slot slot) {
      return new Entry(
          name, type, inode, size, modified, changed, forced, checksum, Optional.of(slot));
    }

    /** Whether it is the same file as then. */
    boolean isFile(FileStat stat) {
      return inode == stat.inode() && type == stat.type();
    }

    /** Whether nothing of it looks changed. */
    boolean looksLike(FileStat stat) {
      return isFile(stat)
          && size == stat.size()
          && modified == stat.modification().total()
          && changed == stat.change().total();
    }
  }

  /** Where the visit of a directory leaves what it has seen. */
  static final class Slot {
    private volatile Seen seen = NOTHING;
    private volatile boolean gone;

    Seen seen() {
      return seen;
    }

    /** The directory went before it could be visited, and its copy with it. */
    void lose() {
      gone = true;
    }

    boolean isThere() {
      return !gone;
    }

    void fill(Seen filled) {
      seen = filled;
    }
  }

  private final byte[] names;
  private final int[] ends;
  private final byte[] types;
  private final long[] fields;
  private final int[] index;
  private final Slot[] inside;
  private int guess;

  private Seen(List<Entry> entries) {
    int size = entries.size();
    names = new byte[entries.stream().mapToInt(entry -> entry.name().length()).sum()];
    ends = new int[size];
    types = new byte[size];
    fields = new long[size * FIELDS];
    index = new int[Integer.highestOneBit(Math.max(1, size)) * 4];
    List<Slot> slots = new ArrayList<>();
    int end = 0;
    for (int i = 0; i < size; i++) {
      Entry entry = entries.get(i);
      entry.name().copyTo(names, end);
      end += entry.name().length();
      ends[i] = end;
      types[i] = (byte) entry.type().number();
      pack(i * FIELDS, entry);
      // A directory's field for the checksum says where its slot is.
      entry.inside().ifPresent(slots::add);
      if (entry.inside().isPresent()) {
        fields[i * FIELDS + 5] = slots.size();
      }
      put(i, entry.name());
    }
    inside = slots.toArray(Slot[]::new);
  }

  static Seen of(List<Entry> entries) {
    return entries.isEmpty() ? NOTHING : new Seen(entries);
  }

  private void pack(int at, Entry entry) {
    fields[at] = entry.inode();
    fields[at + 1] = entry.size();
    fields[at + 2] = entry.modified();
    fields[at + 3] = entry.changed();
    fields[at + 4] = entry.forced();
    fields[at + 5] = entry.checksum();
  }

  private void put(int entry, Name name) {
    int at = place(name);
    while (index[at] != 0) {
      at = (at + 1) & (index.length - 1);
    }
    index[at] = entry + 1;
  }

  private int place(Name name) {
    int hash = name.hashCode() * 0x9E3779B9;
    return (hash ^ (hash >>> 16)) & (index.length - 1);
  }

  /** Lists mostly come in the order of the last time, which makes this a comparison. */
  Optional<Entry> find(Name name) {
    if (ends.length == 0) {
      return Optional.empty();
    }
    int next = guess;
    if (next < ends.length && isAt(next, name)) {
      guess = next + 1;
      return Optional.of(entry(next, name));
    }
    for (int at = place(name); index[at] != 0; at = (at + 1) & (index.length - 1)) {
      int found = index[at] - 1;
      if (isAt(found, name)) {
        guess = found + 1;
        return Optional.of(entry(found, name));
      }
    }
    return Optional.empty();
  }

  private boolean isAt(int entry, Name name) {
    return name.is(names, begin(entry), ends[entry]);
  }

  private int begin(int entry) {
    return entry == 0 ? 0 : ends[entry - 1];
  }

  int size() {
    return ends.length;
  }

  Entry entry(int i) {
    return entry(i, Name.of(Arrays.copyOfRange(names, begin(i), ends[i])));
  }

  private Entry entry(int i, Name name) {
    int at = i * FIELDS;
    FileType type = FileType.of(types[i]);
    Optional<Slot> slot =
        type == FileType.DIRECTORY && fields[at + 5] > 0
            ? Optional.of(inside[(int) fields[at + 5] - 1])
            : Optional.empty();
    return new Entry(
        name,
        type,
        fields[at],
        fields[at + 1],
        fields[at + 2],
        fields[at + 3],
        fields[at + 4],
        slot.isPresent() ? 0 : fields[at + 5],
        slot);
  }
}
