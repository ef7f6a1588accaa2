package io.lull.writer.source.postgres;

import io.lull.kernel.DirectoryEntry;
import io.lull.kernel.Errno;
import io.lull.kernel.FileCalls;
import io.lull.kernel.FileStat;
import io.lull.kernel.FileType;
import io.lull.kernel.Name;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.stream.Logs;
import io.lull.writer.postgres.WalFile;
import io.lull.writer.source.SourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The directory in which the server's archiver puts WAL files. */
final class Archive {
  private static final long SEGMENT_MIN = 1 << 20;
  private static final long SEGMENT_MAX = 1 << 30;
  private static final Name STATUS = Name.of("archive_status");

  private Archive() {}

  /** Every file of a whole log, by its generation; of no other name, and not if it is a link. */
  static NavigableMap<Long, WalFile> list(Path directory) throws SourceException {
    NavigableMap<Long, WalFile> found = new TreeMap<>();
    try (FileCalls calls = new FileCalls()) {
      int open = calls.openDirectory(directory.toString());
      try {
        list(calls, open, found);
      } finally {
        calls.close(open);
      }
      return found;
    } catch (SystemCallException failed) {
      throw new SourceException(
          failed.fault("archived WAL files in " + directory + ", as the setting archive says"));
    }
  }

  private static void list(FileCalls calls, int open, Map<Long, WalFile> found)
      throws SystemCallException {
    List<DirectoryEntry> entries = new ArrayList<>();
    calls.list(open, entries);
    for (DirectoryEntry entry : entries) {
      String name = entry.name().toString();
      if (WalFile.isName(name)) {
        FileStat stat = calls.stat(open, entry.name());
        if (stat.type() == FileType.FILE && isSegment(stat.size())) {
          WalFile file = WalFile.named(name, stat.size());
          found.put(file.generation(), file);
        }
      }
    }
  }

  private static boolean isSegment(long size) {
    return size >= SEGMENT_MIN && size <= SEGMENT_MAX && Long.bitCount(size) == 1;
  }

  /** Refuses the directory in which a server has its own log: it deletes those files by itself. */
  static void demand(Path directory) throws SourceException {
    try (FileCalls calls = new FileCalls()) {
      int open = calls.openDirectory(directory.toString());
      try {
        calls.stat(open, STATUS);
      } finally {
        calls.close(open);
      }
    } catch (SystemCallException failed) {
      if (failed.is(Errno.ENOENT) && isThere(directory)) {
        return;
      }
      throw new SourceException(failed.fault("a directory " + directory + " as archive"));
    }
    throw new SourceException(
        Fault.expected(
            Failure.WRITER_NON_RETRYABLE,
            "archive to name where archive_command puts WAL files",
            directory + " is a server's own pg_wal"));
  }

  private static boolean isThere(Path directory) {
    try (FileCalls calls = new FileCalls()) {
      calls.close(calls.openDirectory(directory.toString()));
      return true;
    } catch (SystemCallException failed) {
      return false;
    }
  }

  /** Deletes exactly these, the oldest first. */
  static void delete(Path directory, Logs logs) throws SourceException {
    demand(directory);
    NavigableMap<Long, WalFile> found = list(directory);
    found.keySet().retainAll(logs.generations());
    try (FileCalls calls = new FileCalls()) {
      int open = calls.openDirectory(directory.toString());
      try {
        for (WalFile file : found.values()) {
          remove(calls, open, Name.of(file.name()));
        }
        calls.force(open);
      } finally {
        calls.close(open);
      }
    } catch (SystemCallException failed) {
      throw new SourceException(failed.fault("to delete archived WAL files in " + directory));
    }
  }

  private static void remove(FileCalls calls, int open, Name name) throws SystemCallException {
    try {
      calls.remove(open, name);
    } catch (SystemCallException failed) {
      if (!failed.is(Errno.ENOENT)) {
        throw failed;
      }
    }
  }
}
