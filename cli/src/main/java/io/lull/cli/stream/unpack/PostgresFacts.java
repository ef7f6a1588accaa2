package io.lull.cli.stream.unpack;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What the source of a PostgreSQL says of a full backup.
 *
 * @param start where its log has to be replayed from
 * @param stop up to where it has to be replayed at least
 * @param gone entries that were removed while they were read, and whose content is not theirs
 */
record PostgresFacts(int timeline, String start, String stop, List<String> gone) {
  private static final Pattern LSN = Pattern.compile("[0-9A-F]{1,8}/[0-9A-F]{1,8}");

  PostgresFacts {
    gone = List.copyOf(gone);
    if (timeline < 1 || !LSN.matcher(start).matches() || !LSN.matcher(stop).matches()) {
      throw new IllegalArgumentException(
          "expected a timeline and two places in a log, but got something else");
    }
  }
}
