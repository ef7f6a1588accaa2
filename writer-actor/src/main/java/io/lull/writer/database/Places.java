package io.lull.writer.database;

import io.lull.kernel.Mount;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Volume;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * In which volumes the directories of a database lie.
 *
 * <p>A directory lies in a volume if it is below it and neither another mount nor another subvolume
 * begins in between: a copy of the volume would not have it.
 */
public final class Places {
  private final HostId host;
  private final List<Volume> named;

  /**
   * Places on this host.
   *
   * @param named volumes that settings name; a directory in none of them is a volume by itself
   */
  public Places(HostId host, List<Volume> named) {
    this.host = host;
    this.named = List.copyOf(named);
  }

  /** What else has to be copied of these directories, because something is mounted below them. */
  public static Set<Path> withMounts(Collection<Path> directories) throws IOException {
    TreeSet<Path> all = new TreeSet<>(directories);
    for (Path mount : mounts()) {
      if (directories.stream().anyMatch(d -> mount.startsWith(d) && !mount.equals(d))) {
        all.add(mount);
      }
    }
    return all;
  }

  /** The volumes that hold these directories. */
  public Set<Volume> volumes(Collection<Path> directories) throws IOException {
    TreeSet<Volume> volumes = new TreeSet<>();
    for (Path directory : directories) {
      volumes.add(within(directory, named).orElseGet(() -> volume(directory)));
    }
    return volumes;
  }

  /** The volume of the set that each of them lies in; refuses a set that leaves one out. */
  public Map<Path, Volume> demand(Collection<Path> directories, Set<Volume> set)
      throws IOException, WriterException {
    TreeMap<Path, Volume> found = new TreeMap<>();
    TreeSet<Path> missing = new TreeSet<>(directories);
    for (Path directory : directories) {
      within(directory, set).ifPresent(volume -> found.put(directory, volume));
    }
    missing.removeAll(found.keySet());
    if (!missing.isEmpty()) {
      throw Faults.failed(
          Failure.WRITER_INCONSISTENT_SNAPSHOT,
          "all data of the writer in the set",
          "these directories are in none of its volumes: " + missing);
    }
    return found;
  }

  /** Where the copy of a directory lies, without going through a link of the copy. */
  public static Path inCopy(Path directory, Volume volume, Copies copies)
      throws IOException, WriterException {
    Path copy =
        copies
            .of(volume)
            .orElseThrow(
                () -> failed("a copy of " + volume + " on this host", "no provider shows one"));
    Path root = copy.toRealPath();
    Path within = Path.of(volume.path()).toRealPath().relativize(directory);
    Path there = root.resolve(within).normalize();
    if (!Files.isDirectory(there, LinkOption.NOFOLLOW_LINKS) || !there.toRealPath().equals(there)) {
      throw failed("the directory " + directory + " in its copy", "it is not there");
    }
    return there;
  }

  private Optional<Volume> within(Path directory, Collection<Volume> volumes) throws IOException {
    List<Volume> deepestFirst =
        volumes.stream()
            .filter(volume -> volume.host().equals(host))
            .sorted(Comparator.comparingInt((Volume volume) -> volume.path().length()).reversed())
            .toList();
    for (Volume volume : deepestFirst) {
      if (holds(Path.of(volume.path()), directory)) {
        return Optional.of(volume);
      }
    }
    return Optional.empty();
  }

  private static boolean holds(Path volume, Path directory) throws IOException {
    if (!Files.isDirectory(volume) || !Files.isDirectory(directory)) {
      return false;
    }
    Path top = volume.toRealPath();
    return directory.startsWith(top)
        && Files.getAttribute(top, "unix:dev").equals(Files.getAttribute(directory, "unix:dev"))
        && mounts().stream()
            .noneMatch(m -> m.startsWith(top) && !m.equals(top) && directory.startsWith(m));
  }

  private static List<Path> mounts() throws IOException {
    return Mount.all().stream().map(mount -> Path.of(mount.point())).toList();
  }

  private Volume volume(Path directory) {
    return new Volume(host, directory.toString());
  }

  private static WriterException failed(String expected, String but) {
    return Faults.failed(Failure.WRITER_RECOVERY_FAILED, expected, but);
  }
}
