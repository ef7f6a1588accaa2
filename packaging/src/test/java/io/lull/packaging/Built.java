package io.lull.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the phase package has left. */
final class Built {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  static final String VERSION = System.getProperty("lull.version", "");

  private Built() {}

  static Path archive() {
    return TARGET.resolve("lull-" + VERSION + ".tar.gz");
  }

  static Path deb() throws IOException {
    try (Stream<Path> all = Files.list(TARGET)) {
      List<Path> debs = all.filter(file -> file.toString().endsWith(".deb")).toList();
      if (debs.size() != 1) {
        throw new AssertionError("expected one .deb in " + TARGET + ", but found " + debs);
      }
      return debs.getFirst();
    }
  }

  static Path image() {
    return TARGET.resolve("tried-image.tar");
  }
}
