package io.lull.writer.guard;

import io.lull.kernel.Errno;
import io.lull.kernel.FileCalls;
import io.lull.kernel.FileStat;
import io.lull.kernel.FileType;
import io.lull.kernel.Identity;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.Failure;

/**
 * One file with an SQLite database, as it was when somebody looked.
 *
 * @param path by which it is opened, without a link in it: SQLite finds the log by it
 * @param identity what was found there: another file is another database
 */
public record Database(String path, Identity identity) {
  /** Looks at what is there now, without opening it. */
  static Database identify(FileCalls calls, String path) throws GuardException {
    return new Database(path, stat(calls, path).identity());
  }

  /** Refuses another one under the same name. */
  FileStat demand(FileCalls calls) throws GuardException {
    FileStat now = stat(calls, path);
    if (!now.identity().equals(identity)) {
      throw changed();
    }
    return now;
  }

  GuardException changed() {
    return GuardException.expected(
        Failure.WRITER_NON_RETRYABLE,
        "the database " + path + " as it was identified",
        "there is another file of that name now; begin a new backup when nobody replaces it");
  }

  private static FileStat stat(FileCalls calls, String path) throws GuardException {
    try {
      FileStat found = calls.stat(path);
      if (found.type() != FileType.FILE) {
        throw GuardException.expected(
            Failure.WRITER_NON_RETRYABLE, "a database at " + path, "there is no plain file");
      }
      return found;
    } catch (SystemCallException failed) {
      if (failed.is(Errno.ENOENT)) {
        throw GuardException.expected(
            Failure.WRITER_RETRYABLE, "a database at " + path, "there is no such file any more");
      }
      throw new GuardException(failed.fault("a database at " + path));
    }
  }

  /** Whether it is the same file, by whatever name. */
  boolean isFile(Database other) {
    return identity.inode() == other.identity.inode()
        && identity.deviceMajor() == other.identity.deviceMajor()
        && identity.deviceMinor() == other.identity.deviceMinor();
  }
}
