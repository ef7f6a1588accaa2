package io.lull.node.doctor;

import io.lull.cluster.config.journal.JournalProfile;
import io.lull.kernel.Descriptor;
import io.lull.kernel.FileSystemKind;
import io.lull.writer.guard.GuardSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Where the node keeps what it has to keep: what must outlive it, and what must never wait. */
final class PlaceCheck implements Check {
  private static final long ROOM = 256L << 20;
  private static final String RUN_DIRECTORY = "run-directory";

  /** The kinds of writers of which a guard owns the holds. */
  private static final Set<String> GUARDED = Set.of("filesystem", "sqlite", "script");

  @Override
  public List<Finding> look(Patient patient) throws IOException {
    List<Finding> found = new ArrayList<>();
    if (patient.coordinates()
        && patient.settings().journal().profile() == JournalProfile.EMBEDDED) {
      found.add(durable("journal", patient.settings().journal().file()));
    }
    if (patient.host().isPresent()) {
      found.add(durable("life of the host", patient.host().get().lifeFile()));
    }
    for (Path directory : runDirectories(patient)) {
      found.add(inMemory(directory));
    }
    return found;
  }

  private static Set<Path> runDirectories(Patient patient) {
    Set<Path> directories = new TreeSet<>();
    for (Map<String, String> writer : patient.members("lull.writers").values()) {
      Optional.ofNullable(writer.get(RUN_DIRECTORY))
          .map(Path::of)
          .or(
              () ->
                  GUARDED.contains(writer.get("kind"))
                      ? Optional.of(GuardSettings.RUN_DIRECTORY)
                      : Optional.empty())
          .ifPresent(directories::add);
    }
    return directories;
  }

  /** The nearest directory that is there; the rest is made at the first start. */
  private static Path existing(Path path) {
    Path directory = path.toAbsolutePath().normalize();
    while (!Files.isDirectory(directory)) {
      directory = directory.resolve("..").normalize();
    }
    return directory;
  }

  private static FileSystemKind kind(Path directory) throws IOException {
    try (Descriptor opened = Descriptor.ofDirectory(directory.toRealPath())) {
      return opened.fileSystem();
    }
  }

  private static Finding durable(String about, Path file) throws IOException {
    Path directory = existing(file.resolveSibling("."));
    if (!Files.isWritable(directory)) {
      return Finding.fault(
          about,
          "nobody here may write to " + directory,
          "give it to the node's user, or name another place for " + file);
    }
    if (kind(directory) == FileSystemKind.TMPFS) {
      return Finding.fault(
          about,
          directory + " is in memory, so that all is forgotten when the machine stops",
          "name a place on a disk for " + file);
    }
    long room = Files.getFileStore(directory).getUsableSpace();
    if (room < ROOM) {
      return Finding.warning(
          about,
          "only %d MiB are left where %s lies".formatted(room >> 20, file),
          "make room: a journal that cannot be written begins no backup");
    }
    return Finding.good(about, file + " will survive a crash");
  }

  private static Finding inMemory(Path directory) throws IOException {
    String about = "run directory";
    Path there = existing(directory);
    if (kind(there) != FileSystemKind.TMPFS) {
      return Finding.fault(
          about,
          there + " is on a disk, and a guard that notes a hold there may wait for that very hold",
          "name a directory on a tmpfs, such as " + GuardSettings.RUN_DIRECTORY);
    }
    if (there.equals(directory.normalize())) {
      Set<PosixFilePermission> modes = Files.getPosixFilePermissions(there);
      if (modes.contains(PosixFilePermission.OTHERS_WRITE)
          || modes.contains(PosixFilePermission.GROUP_WRITE)) {
        return Finding.fault(
            about,
            "others may write to " + there + " and forge what is held",
            "chmod go-w " + there);
      }
    } else if (!Files.isWritable(there)) {
      return Finding.fault(
          about,
          "nobody here may make " + directory,
          "make it and give it to the node's user; the unit of systemd does that by itself");
    }
    return Finding.good(about, directory + " is in memory and closed to others");
  }
}
