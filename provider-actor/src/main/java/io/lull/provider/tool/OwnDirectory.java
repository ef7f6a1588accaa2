package io.lull.provider.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The directory below which copies are mounted. */
public final class OwnDirectory {
  private OwnDirectory() {}

  /**
   * Makes it if it is not there: a copy has the rights of its files, but whoever may look at them
   * where they are need not be allowed to see them as they were.
   */
  public static void make(Path directory) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
