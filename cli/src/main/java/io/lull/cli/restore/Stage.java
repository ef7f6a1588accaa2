package io.lull.cli.restore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory beside what is there in which everything is made ready.
 *
 * <p>Whoever works in it has its lock, which the kernel takes from him when he dies, however that
 * was. So what a restore has left that was cut off is told from what a running one needs.
 */
final class Stage implements AutoCloseable {
  static final String NAME = ".lull-restore";

  private static final String LOCK = "lock";
  private static final String RIGHTS = "rights";
  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OUR_FILE =
      PosixFilePermissions.fromString("rw-------");

  private final FileChannel open;
  private final Path at;
  private @Nullable FileChannel lock;

  private Stage(FileChannel open, Path at) {
    this.open = open;
    this.at = at;
  }

  /**
   * Takes over what a restore has left that was cut off; nothing if there is nothing.
   *
   * @throws IOException if it is not to be touched, with the reason as a sentence goes on
   */
  static Optional<Stage> left(Path directory, UserPrincipal us) throws IOException {
    Path path = directory.resolve(NAME);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    return Optional.of(open(path, us));
  }

  /**
   * Shuts a directory and makes a place to work in, or clears the one that was left.
   *
   * @throws IOException if nothing came of it, and the directory is as it was
   */
  static Stage begin(Target target, Optional<Stage> left, UserPrincipal us) throws IOException {
    Rights found = target.rights();
    Rights then = left.isPresent() ? left.get().rights().orElse(found) : found;
    Optional<Stage> stage = Optional.empty();
    try {
      target.shut(us, then);
      stage = left.isPresent() ? left : Optional.of(make(target.at(), us));
      stage.get().clear();
      stage.get().remember(then);
      return stage.get();
    } catch (IOException failed) {
      if (stage.isPresent()) {
        remove(target);
        stage.get().close();
      }
      target.reopen();
      throw failed;
    }
  }

  private static Stage make(Path directory, UserPrincipal us) throws IOException {
    Path path = directory.resolve(NAME);
    Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OURS));
    return open(path, us);
  }

  static void remove(Target target) throws IOException {
    Tool.remove(target.at().resolve(NAME));
  }

  private static Stage open(Path path, UserPrincipal us) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("there is a " + NAME + " that is no directory");
    }
    Set<OpenOption> options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    FileChannel open = FileChannel.open(path, options);
    Stage stage;
    try {
      stage = new Stage(open, Target.descriptor(path));
    } catch (IOException failed) {
      open.close();
      throw failed;
    }
    try {
      stage.demandOurs(us);
      stage.lock();
      stage.demandForgettable();
      return stage;
    } catch (IOException failed) {
      stage.close();
      throw failed;
    }
  }

  /** What somebody else has made could be full of links to where we must not write. */
  private void demandOurs(UserPrincipal us) throws IOException {
    PosixFileAttributes found = Files.readAttributes(at, PosixFileAttributes.class);
    if (!found.owner().equals(us) || !found.permissions().equals(OURS)) {
      throw new IOException("there is a " + NAME + " that no restore of ours has made");
    }
  }

  private void lock() throws IOException {
    Path file = at.resolve(LOCK);
    lock =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(OUR_FILE));
    try {
      // Until the file is closed.
      FileLock held = lock.tryLock();
      if (held != null) {
        // Of one that has just ended the lock would be worth nothing: its file is gone.
        Target.descriptor(file);
        return;
      }
    } catch (OverlappingFileLockException ofThisProgram) {
      // Said below.
    } catch (NoSuchFileException ended) {
      // As if it still ran: whoever comes back finds nothing.
    }
    throw new IOException("another restore is at work there");
  }

  /** What was there before is kept as long as somebody may want it back. */
  private void demandForgettable() throws IOException {
    if (Files.exists(before(), LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(
          "there is a "
              + NAME
              + " of a restore that was cut off; what was there before may be in its directory '"
              + before().getFileName()
              + "'");
    }
    // The copying that it had begun may have outlived it.
    if (Files.isDirectory(fresh(), LinkOption.NOFOLLOW_LINKS)) {
      Optional<String> busy = OpenFiles.find(fresh(), Set.of());
      if (busy.isPresent()) {
        throw new IOException("a restore that was cut off is not quite over: " + busy.get());
      }
    }
  }

  /** What is to be put in place. */
  Path fresh() {
    return at.resolve("new");
  }

  /** What was there. */
  Path before() {
    return at.resolve("before");
  }

  /** Whom the directory around it belongs to when all is over; nothing if that is not noted. */
  Optional<Rights> rights() throws IOException {
    return Rights.read(at.resolve(RIGHTS));
  }

  /** Notes that for whoever finds this place, if we should not come so far. */
  void remember(Rights rights) throws IOException {
    Path next = at.resolve("rights.next");
    Files.deleteIfExists(next);
    Files.writeString(next, rights.written(), StandardOpenOption.CREATE_NEW);
    Files.move(next, at.resolve(RIGHTS), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what was left in it by whoever had it before. */
  void clear() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(at)) {
      for (Path entry : entries) {
        if (!Set.of(LOCK, RIGHTS).contains(entry.getFileName().toString())) {
          Tool.remove(entry);
        }
      }
    }
  }

  /** From here on nobody wants back what was there, and whoever finds the rest may remove it. */
  void forget() throws IOException {
    Files.move(before(), at.resolve("gone"), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    try (FileChannel _ = open;
        FileChannel _ = lock) {
      // Both, also if the first cannot be closed.
    }
  }
}
