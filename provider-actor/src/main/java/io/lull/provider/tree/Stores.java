package io.lull.provider.tree;

import io.lull.kernel.FileCalls;
import io.lull.kernel.Identity;
import io.lull.kernel.Mount;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a provider's copies lie: in the directory that it was told, or at the top of each file
 * system in a directory of their own, so that they are found again whoever asks first.
 */
final class Stores {
  /** What answers by itself; a server that is away would keep whoever looks into its mount. */
  private static final Set<String> LOCAL =
      Set.of("ext2", "ext3", "ext4", "xfs", "btrfs", "bcachefs", "f2fs", "zfs", "tmpfs", "overlay");

  private final Optional<Path> directory;
  private final String provider;

  Stores(Optional<Path> directory, String provider) {
    this.directory = directory;
    this.provider = provider;
  }

  /** The directories in which there may be copies. */
  List<Path> bases() throws IOException {
    if (directory.isPresent()) {
      return List.of(directory.get());
    }
    return Mount.all().stream()
        .filter(mount -> LOCAL.contains(mount.type()))
        .map(mount -> Path.of(mount.point()).resolve(Store.USUAL))
        .distinct()
        .toList();
  }

  Store make(FileCalls calls, Identity source, Volume volume) throws IOException {
    return Store.make(calls, base(source, volume), provider);
  }

  private Path base(Identity source, Volume volume) throws IOException {
    if (directory.isPresent()) {
      return directory.get();
    }
    return usual(source)
        .orElseThrow(
            () ->
                new TreeException(
                    Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
                    volume + " to lie on a local file system, or a directory for copies",
                    "where it is mounted copies are not looked for"));
  }

  private static Optional<Path> usual(Identity source) throws IOException {
    return Mount.all().stream()
        .filter(mount -> mount.id() == source.mount())
        .filter(mount -> LOCAL.contains(mount.type()))
        .findFirst()
        .map(Mount::point)
        .map(point -> Path.of(point).resolve(Store.USUAL));
  }

  /** Where other providers may keep copies of the same volume. */
  Set<FileKey> others(FileCalls calls, Identity source) throws IOException {
    Set<FileKey> keys = new HashSet<>();
    Optional<Path> usual = usual(source);
    if (usual.isPresent()) {
      Store.key(calls, usual.get()).ifPresent(keys::add);
    }
    return keys;
  }
}
