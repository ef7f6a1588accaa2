package io.lull.writer.postgres;

import io.lull.protocol.failure.Failure;
import io.lull.writer.database.CopyFiles;
import io.lull.writer.database.Faults;
import io.lull.writer.database.Places;
import io.lull.writer.postgres.BackupMode.Stopped;
import io.lull.writer.spi.Copies;
import io.lull.writer.spi.WriterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a copy one that a server opens by itself: its label, its tablespaces, the log that was
 * written while it was made, and a note of where the cut lies.
 */
final class IntoCopy {
  /** What only a running server has. */
  private static final List<String> OF_A_RUNNING_SERVER =
      List.of("postmaster.pid", "postmaster.opts");

  private static final Pattern FIRST_FILE =
      Pattern.compile("(?m)^START WAL LOCATION: [0-9A-F/]+ \\(file ([0-9A-F]{24})\\)$");

  private IntoCopy() {}

  static void write(BackupMode mode, Stopped stopped, Copies copies)
      throws IOException, WriterException {
    Path wal = mode.cluster().wal();
    Path data = inCopy(mode, mode.cluster().data(), copies);
    // The log may lie in a directory of its own, and below the data directory it is in that copy.
    Path log =
        wal.startsWith(mode.cluster().data())
            ? data.resolve(mode.cluster().data().relativize(wal))
            : inCopy(mode, wal, copies);
    log(mode, stopped, wal, log);
    for (String name : OF_A_RUNNING_SERVER) {
      Files.deleteIfExists(data.resolve(name));
    }
    if (!stopped.tablespaces().isEmpty()) {
      CopyFiles.write(data, "tablespace_map", stopped.tablespaces());
    }
    CopyFiles.write(data, "lull_cut", cut(mode, stopped));
    // The label comes last: with it a server needs all the others.
    CopyFiles.write(data, "backup_label", stopped.label());
  }

  private static Path inCopy(BackupMode mode, Path directory, Copies copies)
      throws IOException, WriterException {
    return Places.inCopy(directory, mode.volume(directory), copies);
  }

  /** Files that were complete before the hold are in the copy already. */
  private static void log(BackupMode mode, Stopped stopped, Path wal, Path copy)
      throws IOException, WriterException {
    Matcher first = FIRST_FILE.matcher(stopped.label());
    if (!first.find()) {
      throw failed("a label that names its first WAL file", "the server gave another one");
    }
    WalFile last = WalFile.named(stopped.lastFile(), mode.segmentBytes());
    WalFile open = last.at(stopped.from());
    WalFile file = WalFile.named(first.group(1), mode.segmentBytes());
    for (; file.segment() <= last.segment(); file = file.next()) {
      Path in = copy.resolve(file.name());
      boolean there = Files.isRegularFile(in) && Files.size(in) == mode.segmentBytes();
      if (there && file.segment() < open.segment()) {
        continue;
      }
      Path from = wal.resolve(file.name());
      if (!Files.isRegularFile(from)) {
        throw failed("the WAL file " + file.name() + " for the copy", "the server has removed it");
      }
      CopyFiles.copy(from, copy);
    }
  }

  private static String cut(BackupMode mode, Stopped stopped) {
    return "set: "
        + mode.set()
        + "\nafter-lsn: "
        + stopped.from()
        + "\nbefore-lsn: "
        + stopped.to()
        + "\nlast-wal-file: "
        + stopped.lastFile()
        + "\n";
  }

  private static WriterException failed(String expected, String but) {
    return Faults.failed(Failure.WRITER_RECOVERY_FAILED, expected, but);
  }
}
