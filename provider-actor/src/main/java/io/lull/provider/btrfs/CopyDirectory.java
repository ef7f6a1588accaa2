package io.lull.provider.btrfs;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Directories;
import io.lull.kernel.Errno;
import io.lull.kernel.Quotas;
import io.lull.kernel.Subvolumes;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.provider.Marker;
import io.lull.provider.record.CopyName;
import io.lull.provider.spi.ProviderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Where the copies of one provider on one file system lie. */
final class CopyDirectory implements AutoCloseable {
  private static final String NEW = ".new-";
  private static final int PRIVATE = 0700;

  private final Descriptor directory;

  CopyDirectory(Descriptor directory) {
    this.directory = directory;
  }

  Optional<Container> container(SnapshotId snapshot) throws SystemCallException {
    return Container.found(directory, CopyName.of(snapshot)).map(Container::new);
  }

  /** Keeps a marker, in a container that is there with its marker or not at all. */
  void mark(Marker marker) throws IOException, ProviderException {
    Optional<Container> there = container(marker.snapshot());
    if (there.isPresent()) {
      try (Container container = there.get()) {
        if (!container.mark(marker)) {
          return;
        }
      }
    } else {
      make(marker);
    }
    Subvolumes.commit(directory);
  }

  private void make(Marker marker) throws IOException, ProviderException {
    String name = CopyName.of(marker.snapshot());
    try {
      Directories.make(directory, NEW + name, PRIVATE);
    } catch (SystemCallException failed) {
      // What an attempt that was cut off has left is as good as a new one.
      if (!failed.is(Errno.EEXIST)) {
        throw failed;
      }
    }
    try (Container container = new Container(directory.child(NEW + name))) {
      container.mark(marker);
    }
    Directories.rename(directory, NEW + name, name);
  }

  /** Removes a copy with its marker; nothing of it comes back after a crash. */
  void remove(SnapshotId snapshot) throws SystemCallException {
    String name = CopyName.of(snapshot);
    Optional<Container> there = container(snapshot);
    if (there.isPresent()) {
      try (Container container = there.get()) {
        container.removeCopy();
      }
    }
    boolean begun = removeDirectory(NEW + name);
    if (removeDirectory(name) || begun) {
      Subvolumes.commit(directory);
    }
  }

  private boolean removeDirectory(String name) throws SystemCallException {
    try {
      Directories.remove(directory, name);
      return true;
    } catch (SystemCallException failed) {
      if (failed.is(Errno.ENOENT)) {
        return false;
      }
      throw failed;
    }
  }

  /** The markers of all copies that are there, made or not. */
  List<Marker> markers() throws IOException {
    List<Marker> markers = new ArrayList<>();
    for (String name : names(false)) {
      Optional<Descriptor> found = Container.found(directory, name);
      if (found.isPresent()) {
        try (Container container = new Container(found.get())) {
          container.marker().ifPresent(markers::add);
        }
      }
    }
    return markers;
  }

  /** Removes what lives before this one have begun without coming as far as to a marker. */
  void sweep() throws IOException {
    for (String name : names(true)) {
      removeDirectory(name);
    }
  }

  private List<String> names(boolean unfinished) throws IOException {
    return directory.<List<String>>with(
        number -> {
          try (Stream<Path> files = Files.list(Path.of("/proc/self/fd/" + number))) {
            return files
                .map(file -> file.getFileName().toString())
                .filter(name -> name.startsWith(NEW) == unfinished)
                .toList();
          } catch (IOException failed) {
            throw new UncheckedIOException(failed);
          }
        });
  }

  /** Where the content of a copy lies, if there is one. */
  Optional<Path> place(SnapshotId snapshot) throws SystemCallException {
    Optional<Container> there = container(snapshot);
    if (there.isEmpty()) {
      return Optional.empty();
    }
    try (Container container = there.get()) {
      return container.isMade()
          ? Optional.of(Path.of(directory.toString(), CopyName.of(snapshot), Container.COPY))
          : Optional.empty();
    }
  }

  OptionalLong usage(SnapshotId snapshot) throws SystemCallException {
    Optional<Container> there = container(snapshot);
    if (there.isEmpty()) {
      return OptionalLong.empty();
    }
    try (Container container = there.get()) {
      Optional<Descriptor> copy = container.copy();
      if (copy.isEmpty()) {
        return OptionalLong.empty();
      }
      try (Descriptor subvolume = copy.get()) {
        return Quotas.exclusive(subvolume);
      }
    }
  }

  @Override
  public void close() {
    directory.close();
  }
}
