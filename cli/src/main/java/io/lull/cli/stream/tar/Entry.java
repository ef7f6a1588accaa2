package io.lull.cli.stream.tar;

import java.nio.file.attribute.FileTime;

/**
 * One entry of an archive.
 *
 * @param link what a symbolic link says, each byte as one character; empty for everything else
 * @param size of the content that follows
 * @param mode the permissions, and the bits for set-user-id, set-group-id and sticky
 */
public record Entry(
    EntryName name, Kind kind, String link, long size, int mode, FileTime mtime, int uid, int gid) {
  /** What an entry is. */
  public enum Kind {
    FILE,
    DIRECTORY,
    SYMBOLIC_LINK
  }
}
