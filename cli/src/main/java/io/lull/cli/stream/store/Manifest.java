package io.lull.cli.stream.store;

import io.lull.cli.stream.tar.LeftOut;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamKind;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a finished backup consists of. Its file is written last: a directory without one is no
 * backup.
 *
 * @param form the version of this form
 * @param source of which kind the instance is, such as postgres
 * @param basis the backup that this one continues, if it is an incremental one
 * @param required the logs that make it complete
 * @param continued whether another backup may build on it
 * @param layers what was done to each archive, in this order
 * @param files in the order in which they are restored
 * @param changed entries that changed while they were read and are not to be trusted
 * @param leftOut entries that have no content; not said by what was taken before this field was
 * @param lost databases that could not be read and are not in it; not said where there are none
 */
public record Manifest(
    int form,
    SessionId session,
    HostId host,
    InstanceId instance,
    String source,
    StreamKind kind,
    Optional<SessionId> basis,
    Logs required,
    boolean continued,
    List<Layer> layers,
    List<Archive> files,
    List<String> changed,
    Optional<LeftOut> leftOut,
    Optional<List<DatabaseId>> lost,
    Instant began,
    Instant ended) {
  public static final int FORM = 1;
  public static final String NAME = "manifest.json";

  public Manifest {
    layers = List.copyOf(layers);
    files = List.copyOf(files);
    lost = lost.map(List::copyOf);
    changed = List.copyOf(changed);
    if (form != FORM) {
      throw new IllegalArgumentException(
          "expected a manifest of form " + FORM + ", but got form " + form);
    }
    if ((kind == StreamKind.INCREMENTAL) != basis.isPresent()) {
      throw new IllegalArgumentException(
          "expected a basis for an incremental backup and no other, but it is " + kind);
    }
    if (!layers.stream().sorted().distinct().toList().equals(layers)) {
      throw new IllegalArgumentException("expected each layer once in order, but got " + layers);
    }
    Set<Long> logs = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Archive archive : files) {
      if (!archive.name().equals(Archive.name(archive.file(), layers))) {
        throw new IllegalArgumentException(
            "expected the archive of " + archive.file() + " under its own name");
      }
      boolean asRead =
          archive.size() == archive.storedSize() && archive.sha256().equals(archive.storedSha256());
      if (layers.isEmpty() && !asRead) {
        throw new IllegalArgumentException(
            "expected " + archive.name() + " to be stored as it was read");
      }
      if (!names.add(archive.name())) {
        throw new IllegalArgumentException("expected one archive of " + archive.file());
      }
      switch (archive.file()) {
        case StreamFile.LogFile(long generation) -> logs.add(generation);
        case StreamFile.DatabaseFile(DatabaseId database) -> {
          if (lost.filter(those -> those.contains(database)).isPresent()) {
            throw new IllegalArgumentException(
                "expected no archive of a database that is lost, but got " + archive.name());
          }
        }
      }
    }
    if (!logs.equals(required.generations())) {
      throw new IllegalArgumentException(
          "expected an archive of each log that is required, and of no other");
    }
  }

  /** The databases that are not in it, if any. */
  public List<DatabaseId> lacking() {
    return lost.orElse(List.of());
  }

  /** The last log that it has; 0 without one. */
  public long high() {
    return required.isEmpty() ? 0 : required.generations().last();
  }

  /** Whether it is of this instance. */
  public boolean isOf(HostId there, InstanceId named) {
    return host.equals(there) && instance.equals(named);
  }

  /** Whether this one goes on where that one ends. */
  public boolean follows(Manifest earlier) {
    return kind == StreamKind.INCREMENTAL
        && basis.equals(Optional.of(earlier.session))
        && earlier.isOf(host, instance)
        && earlier.continued
        && joins(required, earlier.high());
  }

  /** Whether no log is missing between what a backup has and these. */
  public static boolean joins(Logs logs, long high) {
    return !logs.isEmpty()
        && logs.generations().first() <= high + 1
        && logs.generations().last() >= high
        && logs.lastRun().equals(logs);
  }

  public long bytes() {
    return files.stream().mapToLong(Archive::storedSize).reduce(0, Math::addExact);
  }
}
