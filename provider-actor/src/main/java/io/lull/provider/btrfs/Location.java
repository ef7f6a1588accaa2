package io.lull.provider.btrfs;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Directories;
import io.lull.kernel.Errno;
import io.lull.kernel.Mount;
import io.lull.kernel.Subvolumes;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.provider.spi.ProviderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a provider looks for the places of its copies.
 *
 * @param directory of all of them; if empty, those of a volume are in {@value #HIDDEN} at the top
 *     of the mount that the volume is reached by
 * @param provider the name of the provider, whose own directory is inside
 */
record Location(Optional<String> directory, String provider) {
  static final String HIDDEN = ".lull";
  private static final int PRIVATE = 0700;
  private static final Path OURSELVES = Path.of("/proc/self");

  /** Two volumes that are begun side by side make it once. */
  private static final Object MAKING = new Object();

  /** The directory for copies of an open subvolume, as far as its path tells. */
  String path(Source source) throws IOException, ProviderException {
    return directory.isPresent() ? directory.get() : hidden(source.mount());
  }

  /** Opens the place for copies of a subvolume, and makes it if it is not there. */
  CopyDirectory open(Source source) throws IOException, ProviderException {
    synchronized (MAKING) {
      try (Descriptor top = top(path(source), source)) {
        return new CopyDirectory(inside(top));
      }
    }
  }

  /** Opens all places where there may be copies. */
  List<CopyDirectory> openAll() throws IOException {
    List<CopyDirectory> open = new ArrayList<>();
    for (String path : candidates()) {
      try (Descriptor top = Descriptor.ofDirectory(path)) {
        if (isOurs(top)) {
          Container.found(top, provider).map(CopyDirectory::new).ifPresent(open::add);
        }
      } catch (SystemCallException failed) {
        // A mount that another one hides has none that can be reached, like one without copies.
        if (!failed.is(Errno.ENOENT) && !failed.is(Errno.ENOTDIR)) {
          open.forEach(CopyDirectory::close);
          throw failed;
        }
      }
    }
    return open;
  }

  private List<String> candidates() throws IOException {
    return directory.isPresent()
        ? List.of(directory.get())
        : Mount.all().stream()
            .filter(mount -> mount.type().equals("btrfs"))
            .map(Location::hidden)
            .distinct()
            .toList();
  }

  private static String hidden(Mount mount) {
    return Path.of(mount.point()).resolve(HIDDEN).toString();
  }

  private static Descriptor top(String path, Source source) throws IOException, ProviderException {
    Optional<Descriptor> there = found(path);
    Descriptor top = there.isPresent() ? there.get() : make(path, source);
    try {
      check(top, source);
      Directories.permissions(top, PRIVATE);
      return top;
    } catch (IOException | ProviderException refused) {
      top.close();
      throw refused;
    }
  }

  private static Optional<Descriptor> found(String path) throws SystemCallException {
    try {
      return Optional.of(Descriptor.ofDirectory(path));
    } catch (SystemCallException failed) {
      if (failed.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  /** A subvolume of its own, so that a snapshot of what it lies in has nothing of it. */
  private static Descriptor make(String path, Source source) throws IOException, ProviderException {
    int end = path.lastIndexOf('/');
    String name = path.substring(end + 1);
    try (Descriptor parent = Descriptor.ofDirectory(end == 0 ? "/" : path.substring(0, end))) {
      checkFileSystem(parent, source);
      Subvolumes.create(parent, name);
      return parent.child(name);
    }
  }

  private static void check(Descriptor top, Source source) throws IOException, ProviderException {
    checkFileSystem(top, source);
    if (!isOurs(top)) {
      throw new ProviderException(
          Fault.expected(
              Failure.ACCESS_DENIED,
              "a directory for copies that belongs to the user of this process",
              top + " belongs to somebody else; remove it or choose another 'directory'"));
    }
    if (Subvolumes.number(top) == Subvolumes.number(source.directory())) {
      throw new ProviderException(
          Fault.expected(
              Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
              "a directory for copies outside of what is copied",
              top + " is a plain directory of " + source + "; let it be a subvolume"));
    }
  }

  private static void checkFileSystem(Descriptor top, Source source)
      throws IOException, ProviderException {
    boolean same =
        top.fileSystem() == source.directory().fileSystem()
            && Subvolumes.fileSystem(top).equals(Subvolumes.fileSystem(source.directory()));
    if (!same) {
      throw new ProviderException(
          Fault.expected(
              Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
              "a directory for copies on the file system of " + source,
              top + " is on another one; set 'directory' to one that is"));
    }
  }

  private static boolean isOurs(Descriptor directory) throws SystemCallException {
    return directory.with(
        number -> {
          try {
            Object owner = Files.getAttribute(Path.of("/proc/self/fd/" + number), "unix:uid");
            return owner.equals(Files.getAttribute(OURSELVES, "unix:uid"));
          } catch (IOException gone) {
            throw new UncheckedIOException(gone);
          }
        });
  }

  private Descriptor inside(Descriptor top) throws SystemCallException {
    Optional<Descriptor> there = Container.found(top, provider);
    if (there.isPresent()) {
      return there.get();
    }
    Directories.make(top, provider, PRIVATE);
    Subvolumes.commit(top);
    return top.child(provider);
  }
}
