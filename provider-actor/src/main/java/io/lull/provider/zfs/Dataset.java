package io.lull.provider.zfs;

import java.util.List;
import java.util.Optional;

/**
 * A file system of ZFS, as one line of {@code zfs list -Hp} says it.
 *
 * @param mountPoint empty if it is not mounted by ZFS
 * @param available the bytes that can still be written to it
 */
record Dataset(String name, Optional<String> mountPoint, boolean mounted, long available) {
  /** The columns in their order. */
  static final String COLUMNS = "name,mountpoint,mounted,available";

  private static final int COUNT = 4;

  /** All lines of a list. */
  static List<Dataset> parse(String list) {
    return list.lines().filter(line -> !line.isBlank()).map(Dataset::of).toList();
  }

  private static Dataset of(String line) {
    String[] columns = line.split("\t", -1);
    if (columns.length != COUNT) {
      throw new IllegalArgumentException(
          "expected the columns " + COLUMNS + " with tabs between them, but got '" + line + "'");
    }
    return new Dataset(
        columns[0],
        columns[1].startsWith("/") ? Optional.of(columns[1]) : Optional.empty(),
        columns[2].equals("yes"),
        Long.parseLong(columns[3]));
  }

  /** The pool that it is in; one command can make snapshots in one pool at one instant. */
  String pool() {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }
}
