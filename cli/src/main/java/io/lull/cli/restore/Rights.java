package io.lull.cli.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whom a directory belongs to and whom it lets in, by the numbers that the kernel has for them. */
record Rights(int owner, int group, int mode) {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9}) (\\d{1,9}) ([0-7]{1,4})\\s*");

  /** Of what the path leads to. */
  static Rights of(Path directory) throws IOException {
    return new Rights(
        (Integer) Files.getAttribute(directory, "unix:uid"),
        (Integer) Files.getAttribute(directory, "unix:gid"),
        (Integer) Files.getAttribute(directory, "unix:mode") & 07777);
  }

  /** Of what {@link #written} has told of. */
  static Optional<Rights> read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Matcher matcher = WRITTEN.matcher(Files.readString(file));
    return matcher.matches()
        ? Optional.of(
            new Rights(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3), 8)))
        : Optional.empty();
  }

  String written() {
    return "%d %d %o%n".formatted(owner, group, mode);
  }

  /** Gives them to what the path leads to; only what differs, because not everybody may. */
  void giveTo(Path directory) throws IOException {
    Rights found = of(directory);
    if (found.owner != owner) {
      Files.setAttribute(directory, "unix:uid", owner);
    }
    if (found.group != group) {
      Files.setAttribute(directory, "unix:gid", group);
    }
    Files.setAttribute(directory, "unix:mode", mode);
  }
}
