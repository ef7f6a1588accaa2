package io.lull.writer.source.postgres;

import io.lull.kernel.Descriptor;
import io.lull.kernel.FileType;
import io.lull.kernel.Name;
import io.lull.kernel.SystemCallException;
import io.lull.writer.source.SourceException;
import io.lull.writer.source.SourceFile;
import io.lull.writer.source.tar.JsonName;
import io.lull.writer.source.tar.TarContent;
import io.lull.writer.source.tar.TarEntry;
import io.lull.writer.source.tar.TarEntry.Attributes;
import io.lull.writer.source.tar.TarFile;
import io.lull.writer.source.tree.Tree;
import io.lull.writer.source.tree.TreeEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Lays out the data directory and the tablespaces of a server in backup mode. */
final class DataFiles {
  private static final String TABLESPACES = "pg_tblspc/";
  private static final int CONTROL_LOOKS = 100;

  private final Path data;
  private final Set<Name> gone = new HashSet<>();

  DataFiles(Path data) {
    this.data = data;
  }

  /** All but the tablespaces. */
  SourceFile cluster() throws SystemCallException, SourceException {
    Tree tree = Tree.of(data);
    return closedUnlessDone(
        tree,
        () -> {
          List<TreeEntry> found = tree.list(ClusterFiles::wanted).entries();
          Attributes like = Attributes.of(tree.stat());
          List<TarEntry> entries = new ArrayList<>();
          for (String name : ClusterFiles.WAL) {
            entries.add(TarEntry.directory(Name.of(name), like));
          }
          for (String name : ClusterFiles.emptied(found)) {
            entries.add(TarEntry.directory(Name.of(name), like));
          }
          add(tree, ClusterFiles.chosen(found), "", entries);
          return entries;
        });
  }

  /**
   * One tablespace.
   *
   * @param number what it is called in the data directory
   * @param catalog the directory of this server in it
   */
  SourceFile tablespace(String number, String catalog) throws IOException, SourceException {
    Path link = data.resolve(TABLESPACES + number);
    if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      // It was dropped; the log says so too.
      return new TarFile(List.of(), _ -> {});
    }
    Tree tree = Tree.of(link.toRealPath());
    return closedUnlessDone(
        tree,
        () -> {
          List<TreeEntry> found =
              tree.list(path -> ClusterFiles.wantedOfTablespace(path, catalog)).entries();
          List<TarEntry> entries = new ArrayList<>();
          String below = TABLESPACES + number;
          entries.add(TarEntry.directory(Name.of(below), Attributes.of(tree.stat())));
          add(tree, ClusterFiles.chosen(found), below + "/", entries);
          return entries;
        });
  }

  /** A list of entries that is made while a tree is open. */
  @FunctionalInterface
  private interface Layout {
    List<TarEntry> make() throws SystemCallException, SourceException;
  }

  private static SourceFile closedUnlessDone(Tree tree, Layout layout)
      throws SystemCallException, SourceException {
    try {
      TarFile file = new TarFile(layout.make(), _ -> {});
      return new SourceFile() {
        @Override
        public long size() {
          return file.size();
        }

        @Override
        public void read(long offset, ByteBuffer into) throws IOException {
          file.read(offset, into);
        }

        @Override
        public void close() {
          file.close();
          tree.close();
        }
      };
    } catch (SystemCallException | SourceException | RuntimeException failed) {
      tree.close();
      throw failed;
    }
  }

  private void add(Tree tree, List<TreeEntry> chosen, String below, List<TarEntry> entries)
      throws SystemCallException {
    for (TreeEntry entry : chosen) {
      Name name = below.isEmpty() ? entry.path() : under(below, entry.path());
      if (ClusterFiles.isReplaced(entry)) {
        // The file and its size have to be of one moment, which only memory can keep.
        bytes(tree, entry)
            .ifPresent(
                bytes ->
                    entries.add(
                        TarEntry.file(
                            name, entry.attributes(), bytes.length, TarContent.of(bytes))));
      } else {
        entries.add(entry.in(name, content(tree, entry, name)));
      }
    }
  }

  private static Name under(String below, Name path) {
    byte[] joined = new byte[below.length() + path.length()];
    Name.of(below).copyTo(joined, 0);
    path.copyTo(joined, below.length());
    return Name.of(joined);
  }

  /** The whole of a small file; empty if it is gone. */
  private static Optional<byte[]> bytes(Tree tree, TreeEntry entry) throws SystemCallException {
    Optional<byte[]> read = once(tree, entry);
    for (int i = 0; ClusterFiles.isControl(entry) && i < CONTROL_LOOKS; i++) {
      Optional<byte[]> again = once(tree, entry);
      if (read.isPresent() && again.isPresent() && Arrays.equals(read.get(), again.get())) {
        return read;
      }
      read = again;
    }
    return read;
  }

  private static Optional<byte[]> once(Tree tree, TreeEntry entry) throws SystemCallException {
    Optional<Descriptor> opened = tree.open(entry);
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    try (Descriptor file = opened.get()) {
      ByteBuffer bytes = ByteBuffer.allocate((int) file.stat().size());
      while (bytes.hasRemaining() && file.read(bytes.position(), bytes) > 0) {
        // The next read goes on where this one ended.
      }
      return Optional.of(Arrays.copyOf(bytes.array(), bytes.position()));
    }
  }

  private TarContent content(Tree tree, TreeEntry entry, Name name) {
    if (entry.type() != FileType.FILE) {
      return TarContent.of(new byte[0]);
    }
    return () -> {
      Optional<Descriptor> opened = tree.open(entry);
      if (opened.isEmpty()) {
        synchronized (gone) {
          gone.add(name);
        }
      }
      return opened.map(Reading::new);
    };
  }

  private record Reading(Descriptor file) implements TarContent.Opened {
    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
      return file.read(offset, into);
    }

    @Override
    public void close() {
      file.close();
    }
  }

  /** A JSON array of what was removed before it was read, and has to be removed once restored. */
  String gone() {
    synchronized (gone) {
      return gone.stream()
          .map(Name::bytes)
          .sorted(Arrays::compareUnsigned)
          .map(JsonName::of)
          .collect(Collectors.joining(",", "[", "]"));
    }
  }

  /** Whose the data are. */
  Attributes like() throws SystemCallException {
    try (Tree tree = Tree.of(data)) {
      return Attributes.of(tree.stat());
    }
  }
}
