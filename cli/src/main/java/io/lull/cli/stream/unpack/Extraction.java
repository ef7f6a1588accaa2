package io.lull.cli.stream.unpack;

import io.lull.cli.stream.store.Sha256;
import io.lull.cli.stream.tar.Entry;
import io.lull.cli.stream.tar.EntryName;
import io.lull.cli.stream.tar.Tar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the entries of archives into one directory that nobody else can write to.
 *
 * <p>Links are made last, so there is none that an entry could lead through; and directories get
 * their rights last, so that each can be filled.
 */
final class Extraction {
  private static final FileAttribute<?> OWN_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<?> OWN_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final int BUFFER = 1 << 18;

  private final Path root;
  private final boolean owners;
  private final byte[] buffer = new byte[BUFFER];
  private final Map<EntryName, Entry> links = new TreeMap<>(Extraction::byName);
  private final TreeMap<EntryName, Entry> directories = new TreeMap<>(Extraction::byName);
  private final Map<EntryName, Written> files = new TreeMap<>(Extraction::byName);
  private @Nullable Path known;

  /** One file as it was put there. */
  record Written(long size, FileTime mtime, String sha256) {}

  /** What is done with entries that are for us. */
  interface ForUs {
    void take(Tar tar, Entry entry) throws IOException;
  }

  /**
   * Extraction into a directory.
   *
   * @param owners whether files get back their owners, which only root can give them
   */
  Extraction(Path root, boolean owners) {
    this.root = root;
    this.owners = owners;
  }

  /** The bytes in their order, so that a directory comes before what is in it. */
  private static int byName(EntryName one, EntryName other) {
    return one.raw().compareTo(other.raw());
  }

  /** The files that are there now. */
  Map<EntryName, Written> files() {
    return files;
  }

  /** Puts all entries of an archive there, in place of what earlier ones had under their names. */
  void archive(InputStream in, long size, ForUs reserved) throws IOException {
    Tar tar = new Tar(in, size);
    for (Optional<Entry> next = tar.next(); next.isPresent(); next = tar.next()) {
      Entry entry = next.get();
      if (entry.name().isReserved()) {
        reserved.take(tar, entry);
      } else {
        put(tar, entry);
      }
    }
  }

  private void put(Tar tar, Entry entry) throws IOException {
    Path path = entry.name().below(root);
    makeParent(path);
    links.remove(entry.name());
    boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    if (directory != (entry.kind() == Entry.Kind.DIRECTORY)
        && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(
          entry.name() + " is a directory in one archive and none in another");
    }
    switch (entry.kind()) {
      case DIRECTORY -> {
        if (!directory) {
          Files.createDirectory(path, OWN_DIRECTORY);
        }
        directories.put(entry.name(), entry);
      }
      case SYMBOLIC_LINK -> {
        remove(entry.name());
        links.put(entry.name(), entry);
      }
      case FILE -> {
        remove(entry.name());
        files.put(entry.name(), file(tar, entry, path));
      }
    }
  }

  // Most entries lie beside the one before.
  private void makeParent(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent != null && !parent.equals(known)) {
      Files.createDirectories(parent, OWN_DIRECTORY);
      known = parent;
    }
  }

  private Written file(Tar tar, Entry entry, Path path) throws IOException {
    MessageDigest digest = Sha256.begin();
    copy(tar.content(), path, digest);
    dress(path, entry);
    return new Written(entry.size(), entry.mtime(), HexFormat.of().formatHex(digest.digest()));
  }

  /** Writes a content into a new file. */
  void copy(InputStream content, Path path, MessageDigest digest) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWN_FILE)) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        digest.update(buffer, 0, read);
        ByteBuffer part = ByteBuffer.wrap(buffer, 0, read);
        while (part.hasRemaining()) {
          out.write(part);
        }
      }
    }
  }

  private void dress(Path path, Entry entry) throws IOException {
    own(path, entry);
    // After the owner, because a change of it takes away some of the rights.
    Files.setAttribute(path, "unix:mode", entry.mode());
    Files.setLastModifiedTime(path, entry.mtime());
  }

  /** Gives the directory itself what it had, by which it lets in others than us. */
  void dressRoot(Entry entry) throws IOException {
    if (owners) {
      Files.setAttribute(root, "unix:uid", entry.uid());
      Files.setAttribute(root, "unix:gid", entry.gid());
    }
    Files.setLastModifiedTime(root, entry.mtime());
    Files.setAttribute(root, "unix:mode", entry.mode());
  }

  private void own(Path path, Entry entry) throws IOException {
    if (owners) {
      Files.setAttribute(path, "unix:uid", entry.uid(), LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", entry.gid(), LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Takes a file away again; says whether there was one. */
  boolean remove(EntryName name) throws IOException {
    boolean wasLink = links.remove(name) != null;
    boolean wasFile = files.remove(name) != null;
    if (wasFile) {
      Files.delete(name.below(root));
    }
    return wasLink || wasFile;
  }

  /** Nothing else comes: links are made, and directories get their rights. */
  void end() throws IOException {
    for (Map.Entry<EntryName, Entry> link : links.entrySet()) {
      Path path = link.getKey().below(root);
      Files.createSymbolicLink(path, EntryName.path(link.getValue().link()));
      own(path, link.getValue());
    }
    for (Map.Entry<EntryName, Entry> directory : directories.descendingMap().entrySet()) {
      dress(directory.getKey().below(root), directory.getValue());
    }
  }
}
