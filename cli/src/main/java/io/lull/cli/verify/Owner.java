package io.lull.cli.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Whom a file belongs to, by the numbers that the kernel has for them. */
record Owner(int user, int group) {
  static Owner of(Path path) throws IOException {
    return new Owner(
        (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS),
        (Integer) Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS));
  }

  /** Us. */
  static Owner own() throws IOException {
    return of(Path.of("/proc/self"));
  }

  void giveTo(Path path) throws IOException {
    if (!of(path).equals(this)) {
      Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
