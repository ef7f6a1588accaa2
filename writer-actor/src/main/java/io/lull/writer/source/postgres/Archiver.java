package io.lull.writer.source.postgres;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.writer.postgres.WalFile;
import io.lull.writer.source.SourceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the server's archiver, as the server does it itself: by what it notes for each file.
 */
final class Archiver {
  private static final long LOOK_MILLIS = 50;
  private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** After that many the server itself pauses for a minute. */
  private static final long ATTEMPTS = 3;

  private final SourceSettings settings;
  private final Backup backup;
  private final Path wal;
  private final Path archive;

  Archiver(SourceSettings settings, Backup backup, Path wal, Path archive) {
    this.settings = settings;
    this.backup = backup;
    this.wal = wal;
    this.archive = archive;
  }

  /** Returns when this file is in the archive as a whole. */
  void await(WalFile file) throws SourceException, SQLException, InterruptedException {
    long failedBefore = failures(backup.archiver());
    long began = System.nanoTime();
    long asked = began;
    while (!isDone(file)) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      long now = System.nanoTime();
      if (now - asked >= ASK_NANOS) {
        asked = now;
        List<String> said = backup.archiver();
        if (now - began >= settings.archiver().toNanos()
            || failures(said) - failedBefore >= ATTEMPTS) {
          throw late(file, said, Duration.ofNanos(now - began));
        }
      }
    }
    WalFile found = Archive.list(archive).get(file.generation());
    if (found == null || found.segmentBytes() != file.segmentBytes()) {
      throw new SourceException(
          Fault.expected(
              Failure.WRITER_NON_RETRYABLE,
              "archive_command to put WAL files into " + archive + " under their own names",
              "it said that it archived "
                  + file.name()
                  + ", and no such file of "
                  + file.segmentBytes()
                  + " bytes is there; look whether archive names the same directory, and whether"
                  + " files are compressed"));
    }
  }

  /** A file without a note has been archived if the server does not need it any more either. */
  private boolean isDone(WalFile file) {
    Path notes = wal.resolve("archive_status");
    return Files.exists(notes.resolve(file.name() + ".done"))
        || (!Files.exists(notes.resolve(file.name() + ".ready"))
            && !Files.exists(wal.resolve(file.name())));
  }

  private static long failures(List<String> said) {
    return Long.parseLong(said.get(0));
  }

  private SourceException late(WalFile file, List<String> said, Duration waited) {
    String last =
        said.get(1).isEmpty()
            ? "pg_stat_archiver knows of no failure"
            : "by pg_stat_archiver it failed "
                + said.get(0)
                + " times, last with "
                + said.get(1)
                + " at "
                + said.get(2)
                + "; the server's log says why";
    return new SourceException(
        Fault.expected(
            Failure.WRITER_TIMEOUT,
            "the archiver of " + settings.access().server() + " to archive " + file.name(),
            "after " + waited.toSeconds() + " s it has not; " + last));
  }
}
