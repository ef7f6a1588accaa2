package io.lull.cli.stream.unpack;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What the source of SQLite databases says of one of its logs.
 *
 * @param log which one
 */
record SqliteFacts(long log, List<Part> databases) {
  SqliteFacts {
    databases = List.copyOf(databases);
  }

  /**
   * What it has of one database.
   *
   * @param after where the log before it ends
   * @param to where it ends itself
   * @param frames how many frames it has; with none there is no WAL file
   */
  record Part(String name, String after, String to, long frames) {
    private static final Pattern POSITION = Pattern.compile("[0-9a-f-]{1,60}");

    Part {
      if (frames < 0 || !POSITION.matcher(after).matches() || !POSITION.matcher(to).matches()) {
        throw new IllegalArgumentException(
            "expected frames between two places of a WAL, but got something else");
      }
    }
  }
}
