package io.lull.writer.source.tree;

import io.lull.kernel.Descriptor;
import io.lull.kernel.DirectoryEntry;
import io.lull.kernel.Errno;
import io.lull.kernel.FileCalls;
import io.lull.kernel.FileStat;
import io.lull.kernel.FileType;
import io.lull.kernel.Name;
import io.lull.kernel.SystemCallException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is below a directory that is kept open. Every name is looked up in its directory and no link
 * is followed, so whatever somebody puts in the place of a directory, nothing outside is read.
 *
 * <p>Calls may come from any thread, one at a time.
 */
public final class Tree implements AutoCloseable {
  private static final Name ROOT = Name.of("");
  private static final Comparator<DirectoryEntry> BY_BYTES =
      (one, other) -> Arrays.compareUnsigned(one.name().bytes(), other.name().bytes());

  private final Descriptor root;
  private Name lastPath = ROOT;
  private @Nullable Descriptor last;

  /**
   * What was found.
   *
   * @param entries each directory before what is in it
   * @param leftOut how many are neither files nor directories nor links
   * @param named the first of those
   */
  public record Listing(List<TreeEntry> entries, int leftOut, List<Name> named) {
    /** Nobody reads more, and a directory may have any number of them. */
    static final int NAMED_MOST = 100;

    public Listing {
      entries = List.copyOf(entries);
      named = List.copyOf(named);
    }
  }

  private Tree(Descriptor root) {
    this.root = root;
  }

  /** Opens a directory; its path may lead through links but not end in one. */
  public static Tree of(Path root) throws SystemCallException {
    return new Tree(Descriptor.ofDirectory(root));
  }

  /** Lists all that is wanted; of a directory that is not, nothing below it is looked at. */
  public Listing list(Predicate<Name> wanted) throws SystemCallException {
    try (FileCalls calls = new FileCalls()) {
      return root.with(own -> new Walk(calls, wanted).below(own));
    }
  }

  /** The root itself. */
  public FileStat stat() throws SystemCallException {
    return root.stat();
  }

  /** As it is now; empty if it is gone. */
  public Optional<TreeEntry> look(TreeEntry entry) throws SystemCallException {
    try (FileCalls calls = new FileCalls()) {
      return unlessGone(
          () -> {
            Name name = last(entry.path());
            FileStat stat = in(calls, entry).with(own -> calls.stat(own, name));
            return entry.now(stat);
          });
    }
  }

  /** Opens the plain file that has this path now; empty if there is none. */
  public Optional<Descriptor> open(TreeEntry entry) throws SystemCallException {
    try (FileCalls calls = new FileCalls()) {
      Optional<Descriptor> opened =
          unlessGone(
              () -> {
                Name name = last(entry.path());
                return in(calls, entry)
                    .with(own -> Descriptor.owning(entry.path(), calls.openFile(own, name)));
              });
      if (opened.isPresent() && opened.get().stat().type() != FileType.FILE) {
        opened.get().close();
        return Optional.empty();
      }
      return opened;
    }
  }

  /** A call about a name that may be gone meanwhile, or be something else. */
  @FunctionalInterface
  private interface Lookup<T> {
    T make() throws SystemCallException;
  }

  private static <T> Optional<T> unlessGone(Lookup<T> lookup) throws SystemCallException {
    try {
      return Optional.of(lookup.make());
    } catch (SystemCallException failed) {
      if (gone(failed)) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /** The last is what the kernel says of a socket that is opened as if it were a file. */
  private static boolean gone(SystemCallException failed) {
    return failed.is(Errno.ENOENT)
        || failed.is(Errno.ENOTDIR)
        || failed.is(Errno.ELOOP)
        || failed.is(Errno.ESTALE)
        || failed.is(Errno.ENXIO);
  }

  /** The directory of an entry; it stays open for the next one, which is its neighbour mostly. */
  private Descriptor in(FileCalls calls, TreeEntry entry) throws SystemCallException {
    Name path = parent(entry.path());
    if (path.length() == 0) {
      return root;
    }
    Descriptor open = last;
    if (open == null || !lastPath.equals(path)) {
      leave();
      open = walk(calls, path);
      last = open;
      lastPath = path;
    }
    return open;
  }

  private Descriptor walk(FileCalls calls, Name path) throws SystemCallException {
    byte[] bytes = path.bytes();
    Descriptor at = root;
    for (int from = 0; from < bytes.length; ) {
      int to = from;
      while (to < bytes.length && bytes[to] != '/') {
        to++;
      }
      Descriptor above = at;
      try {
        at = child(calls, above, Name.of(Arrays.copyOfRange(bytes, from, to)));
      } finally {
        if (from > 0) {
          above.close();
        }
      }
      from = to + 1;
    }
    return at;
  }

  private static Descriptor child(FileCalls calls, Descriptor above, Name name)
      throws SystemCallException {
    return above.with(own -> Descriptor.owning(name, calls.openDirectory(own, name)));
  }

  private static Name parent(Name path) {
    int slash = slash(path);
    return slash < 0 ? ROOT : Name.of(Arrays.copyOf(path.bytes(), slash));
  }

  private static Name last(Name path) {
    byte[] bytes = path.bytes();
    return Name.of(Arrays.copyOfRange(bytes, slash(path) + 1, bytes.length));
  }

  private static int slash(Name path) {
    int at = path.length() - 1;
    while (at >= 0 && path.at(at) != '/') {
      at--;
    }
    return at;
  }

  private void leave() {
    Descriptor open = last;
    last = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    leave();
    root.close();
  }

  /** One listing. */
  private static final class Walk {
    private final FileCalls calls;
    private final Predicate<Name> wanted;
    private final List<TreeEntry> entries = new ArrayList<>();
    private final List<Name> named = new ArrayList<>();
    private int leftOut;

    Walk(FileCalls calls, Predicate<Name> wanted) {
      this.calls = calls;
      this.wanted = wanted;
    }

    Listing below(int root) throws SystemCallException {
      directory(root, ROOT);
      return new Listing(entries, leftOut, named);
    }

    private void directory(int directory, Name path) throws SystemCallException {
      List<DirectoryEntry> found = new ArrayList<>();
      calls.list(directory, found);
      found.sort(BY_BYTES);
      for (DirectoryEntry one : found) {
        Name below = below(path, one.name());
        if (wanted.test(below)) {
          // What is gone since the list was made was not there, as far as anybody can tell.
          var _ = unlessGone(() -> entry(directory, one.name(), below));
        }
      }
    }

    private boolean entry(int directory, Name name, Name path) throws SystemCallException {
      FileStat stat = calls.stat(directory, name);
      switch (stat.type()) {
        case FILE -> entries.add(TreeEntry.of(path, stat, ROOT));
        case LINK -> entries.add(TreeEntry.of(path, stat, target(directory, name)));
        case DIRECTORY -> {
          int child = calls.openDirectory(directory, name);
          try {
            entries.add(TreeEntry.of(path, calls.stat(child), ROOT));
            directory(child, path);
          } finally {
            calls.close(child);
          }
        }
        default -> {
          leftOut++;
          if (named.size() < Listing.NAMED_MOST) {
            named.add(path);
          }
        }
      }
      return true;
    }

    private Name target(int directory, Name name) throws SystemCallException {
      int link = calls.openPlace(directory, name);
      try {
        return calls.readLink(link);
      } finally {
        calls.close(link);
      }
    }

    private static Name below(Name path, Name name) {
      if (path.length() == 0) {
        return name;
      }
      byte[] joined = new byte[path.length() + 1 + name.length()];
      path.copyTo(joined, 0);
      joined[path.length()] = '/';
      name.copyTo(joined, path.length() + 1);
      return Name.of(joined);
    }
  }
}
