package io.lull.cli.restore;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A directory that is open, and is reached by its descriptor from then on.
 *
 * <p>Whoever owns the directories above it may rename them or put links in their place while files
 * are put back by root; what is open stays what it was.
 */
public final class Target implements AutoCloseable {
  private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwx------");

  private final Path shown;
  private final FileChannel open;
  private final Path at;
  private Optional<Rights> before = Optional.empty();

  private Target(Path shown, FileChannel open, Path at) {
    this.shown = shown;
    this.open = open;
    this.at = at;
  }

  public static Target open(Path directory) throws IOException {
    for (Path path = directory; path != null; path = path.getParent()) {
      refuseLinkOfOthers(path);
    }
    Path real = directory.toRealPath();
    if (!Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("there is no directory at " + directory);
    }
    FileChannel open =
        FileChannel.open(real, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    try {
      return new Target(real, open, descriptor(real));
    } catch (IOException failed) {
      open.close();
      throw failed;
    }
  }

  /** A link that neither root nor we have made leads wherever its owner likes. */
  private static void refuseLinkOfOthers(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      int owner = (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      int own = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      if (owner != 0 && owner != own) {
        throw new IOException(path + " is a link that user " + owner + " has made");
      }
    }
  }

  /** The descriptor by which this program has a file open, as a path that leads nowhere else. */
  static Path descriptor(Path real) throws IOException {
    Object key = key(real);
    Path all = Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd");
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(all)) {
      for (Path one : descriptors) {
        if (isOf(key, one)) {
          return one;
        }
      }
    }
    throw new IOException("another file is at " + real + " now");
  }

  private static boolean isOf(Object key, Path descriptor) {
    try {
      return key.equals(key(descriptor));
    } catch (IOException closed) {
      // What lists them is among them, and gone by the time that it is looked at.
      return false;
    }
  }

  private static Object key(Path path) throws IOException {
    return Objects.requireNonNull(
        Files.readAttributes(path, BasicFileAttributes.class).fileKey(), "no key of a file");
  }

  /** How people know it. */
  public Path shown() {
    return shown;
  }

  /** How it is reached. */
  public Path at() {
    return at;
  }

  /** Keeps everybody but us out. */
  public void shut() throws IOException {
    shut(Restoring.us(), rights());
  }

  /** Lets in only the owner of this file from now on. */
  public void openLike(Path file) throws IOException {
    before = Optional.empty();
    Object owner = Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (!owner.equals(Files.getAttribute(at, "unix:uid"))) {
      Files.setAttribute(at, "unix:uid", owner);
      Files.setAttribute(
          at, "unix:gid", Files.getAttribute(file, "unix:gid", LinkOption.NOFOLLOW_LINKS));
    }
  }

  /** Whom it belongs to, and whom it lets in. */
  Rights rights() throws IOException {
    return Rights.of(at);
  }

  /**
   * Keeps everybody else out, also those to whom it belongs.
   *
   * @param then what {@link #reopen} gives it
   */
  void shut(UserPrincipal us, Rights then) throws IOException {
    before = Optional.of(then);
    PosixFileAttributeView view = Files.getFileAttributeView(at, PosixFileAttributeView.class);
    if (!view.readAttributes().owner().equals(us)) {
      view.setOwner(us);
    }
    view.setPermissions(OURS);
  }

  /** Lets in again whom it let in before. */
  public void reopen() throws IOException {
    if (before.isPresent()) {
      dress(before.get());
    }
  }

  /** Gives it an owner and rights, and by that lets in whom they let in. */
  void dress(Rights like) throws IOException {
    before = Optional.empty();
    like.giveTo(at);
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
