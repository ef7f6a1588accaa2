package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reading the files that a user names; whatever is wrong with it is one sentence. */
final class Named {
  private Named() {}

  /** What can go wrong while a file is read. */
  interface Reading<T> {
    T from(InputStream in) throws IOException;
  }

  static <T> T read(Path file, Reading<T> reading) {
    if (!Files.exists(file)) {
      throw Trouble.usage("expected a file at " + file + ", but there is none", "");
    }
    if (!Files.isRegularFile(file)) {
      throw Trouble.usage("expected a file at " + file + ", but it is none", "");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return reading.from(new BufferedInputStream(in));
    } catch (IOException unreadable) {
      throw Trouble.usage("expected to read " + file + ", but it is not allowed or fails", "");
    }
  }
}
