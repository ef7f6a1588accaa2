package io.lull.cli.stream.store;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Deadline;
import io.lull.cli.node.Pause;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.value.Visible;
import io.lull.wire.Wire;
import io.lull.wire.WireException;
import io.lull.wire.WireLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** The directory in which the backups of streams lie, each in one of its own. */
public final class Store {
  private static final String LOCK = ".lull-lock";
  private static final Duration LOCKED = Duration.ofSeconds(60);

  private final Path directory;

  private Store(Path directory) {
    this.directory = directory;
  }

  /** The store in a directory that is there. */
  public static Store open(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw Trouble.usage(
          "expected a directory with backups at " + directory + ", but there is none", "");
    }
    return new Store(directory);
  }

  /** The same in a directory that may have to be made. */
  public static Store create(Path directory) {
    try {
      make(directory.toAbsolutePath());
      return new Store(directory);
    } catch (IOException failed) {
      throw Disk.notMade(directory, failed);
    }
  }

  /** Makes a directory, and those above it, so that no loss of power takes their names. */
  private static void make(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent != null && !Files.isDirectory(directory)) {
      make(parent);
      Files.createDirectory(directory, Disk.OWN_DIRECTORY);
      Disk.sync(parent);
    }
  }

  public Path directory() {
    return directory;
  }

  /**
   * What lies there.
   *
   * @param backups those that are finished, the oldest first
   * @param unreadable directories with a manifest that is none, and why
   * @param bare directories with archives and no manifest that nobody is filling; those that a run
   *     has left are true
   */
  public record Content(
      List<Manifest> backups,
      SortedMap<String, String> unreadable,
      SortedMap<String, Boolean> bare) {
    /** What was finished and is no backup any more, and why. */
    public SortedMap<String, String> damaged() {
      SortedMap<String, String> damaged = new TreeMap<>(unreadable);
      bare.forEach(
          (name, left) -> {
            if (!left) {
              damaged.put(name, "expected its manifest, but there is none");
            }
          });
      return damaged;
    }
  }

  /** All backups; what has no manifest is none, and what cannot be read is told of. */
  public Content content() {
    List<Manifest> backups = new ArrayList<>();
    SortedMap<String, String> unreadable = new TreeMap<>();
    SortedMap<String, Boolean> bare = new TreeMap<>();
    for (Path each : directories()) {
      Path file = each.resolve(Manifest.NAME);
      String name = String.valueOf(each.getFileName());
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        try {
          Manifest manifest = manifest(file);
          if (manifest.session().name().equals(name)) {
            backups.add(manifest);
          } else {
            unreadable.put(name, "its manifest is that of " + manifest.session());
          }
        } catch (WireException broken) {
          unreadable.put(name, broken.fault().detail());
        } catch (IOException broken) {
          unreadable.put(name, "its manifest cannot be read");
        }
      } else if (Unfinished.hasArchives(each) && !Unfinished.isHeld(each)) {
        bare.put(name, Unfinished.isLeft(each));
      }
    }
    backups.sort(Comparator.comparing(Manifest::ended).thenComparing(Manifest::session));
    return new Content(backups, unreadable, bare);
  }

  private static Manifest manifest(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("no file");
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return Wire.json().read(in.readNBytes(WireLimits.MESSAGE_BYTES + 1), Manifest.class);
    }
  }

  private List<Path> directories() {
    List<Path> directories = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          directories.add(entry);
        }
      }
    } catch (IOException failed) {
      throw Disk.trouble("to look into " + directory, failed);
    }
    directories.sort(Comparator.naturalOrder());
    return directories;
  }

  /** Where an archive lies. */
  public Path path(Manifest backup, Archive archive) {
    return directory.resolve(backup.session().name()).resolve(archive.name());
  }

  private Path sums(Manifest backup, Archive archive) {
    return directory.resolve(backup.session().name()).resolve(archive.sumsName());
  }

  /**
   * Opens an archive.
   *
   * @param passed told how many bytes of what lies there have been read
   */
  public Reading archive(Manifest backup, Archive archive, Optional<Key> key, IntConsumer passed) {
    return opened(backup, archive, backup.layers(), key, passed);
  }

  /** The same as it lies there, encrypted or not. */
  public Reading stored(Manifest backup, Archive archive, IntConsumer passed) {
    return opened(backup, archive, List.of(), Optional.empty(), passed);
  }

  private Reading opened(
      Manifest backup, Archive archive, List<Layer> layers, Optional<Key> key, IntConsumer passed) {
    Path path = path(backup, archive);
    try {
      return Reading.open(path, sums(backup, archive), archive, layers, key, passed);
    } catch (IOException failed) {
      throw Disk.trouble("to read " + path, failed);
    }
  }

  /** A new directory for a backup, after those are removed that nobody will finish any more. */
  public Unfinished begin(SessionId session, Consumer<String> note) {
    try (FileChannel channel = opened(directory.resolve(LOCK));
        FileLock _ = alone(channel)) {
      for (Path each : directories()) {
        removeIfDead(each, note);
      }
      return Unfinished.begin(directory.resolve(session.name()));
    } catch (IOException failed) {
      throw Disk.trouble("to begin a backup in " + directory, failed);
    }
  }

  private static void removeIfDead(Path each, Consumer<String> note) throws IOException {
    Path lock = each.resolve(Unfinished.LOCK);
    boolean unfinished =
        Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)
            && !Files.exists(each.resolve(Manifest.NAME), LinkOption.NOFOLLOW_LINKS);
    if (!unfinished) {
      return;
    }
    try (FileChannel channel = opened(lock);
        FileLock mine = channel.tryLock()) {
      if (mine != null) {
        note.accept("removing " + each + ", which an earlier run has left unfinished");
        Disk.remove(each);
      }
    } catch (OverlappingFileLockException ours) {
      // A run of this very process is at work there.
    }
  }

  static FileChannel opened(Path lock) throws IOException {
    return FileChannel.open(
        lock,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
        Disk.OWN_FILE);
  }

  // Two that begin at the same time must not take each other's directory for a dead one.
  private FileLock alone(FileChannel channel) throws IOException {
    Deadline deadline = Deadline.in(LOCKED);
    while (true) {
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return lock;
        }
      } catch (OverlappingFileLockException ours) {
        // The same within this process.
      }
      if (deadline.isOver()) {
        throw Trouble.of(
            ExitCode.BUSY,
            "expected to begin in " + directory + ", but another run does nothing else there",
            "Try again once it has begun");
      }
      Pause.of(Duration.ofMillis(50));
    }
  }

  /**
   * What can be restored: the one backup that was named, or the newest of the only instance.
   *
   * <p>How new a damaged one was nobody knows, so that beside one only a name will do.
   */
  public static Manifest chosen(Content content, Optional<SessionId> named) {
    List<Manifest> backups = content.backups();
    content.damaged().entrySet().stream()
        .filter(
            damaged -> named.map(SessionId::name).orElse(damaged.getKey()).equals(damaged.getKey()))
        .findFirst()
        .ifPresent(
            damaged -> {
              throw Trouble.of(
                  ExitCode.VERIFY_FAILED,
                  (named.isPresent() || backups.isEmpty()
                          ? "expected a finished backup, but "
                          : "expected the newest backup, but nobody knows how new this one is: ")
                      + Visible.of(damaged.getKey() + ": " + damaged.getValue()),
                  "'lull stream verify DIR' names all that is damaged there"
                      + (backups.isEmpty()
                          ? ""
                          : "; --backup takes a good one, as 'lull stream list DIR' lists them"));
            });
    if (named.isPresent()) {
      return backups.stream()
          .filter(backup -> backup.session().equals(named.get()))
          .findFirst()
          .orElseThrow(
              () ->
                  Trouble.usage(
                      "expected a finished backup, but there is no " + named.get(),
                      "'lull stream list DIR' lists those that there are"));
    }
    Map<String, Manifest> newest = new TreeMap<>();
    backups.forEach(backup -> newest.put(backup.host() + "/" + backup.instance(), backup));
    if (newest.size() != 1) {
      throw Trouble.usage(
          newest.isEmpty()
              ? "expected a finished backup, but there is none"
              : "expected the backups of one instance, but there are those of " + newest.keySet(),
          newest.isEmpty() ? "" : "Name one by --backup, as 'lull stream list DIR' lists them");
    }
    return newest.values().iterator().next();
  }
}
