package io.lull.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.lull.protocol.id.Incarnation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Counts the lives of a host's process.
 *
 * <p>Not by the calendar, which may be set back: a host that came back under an old number would be
 * believed what its earlier life had said.
 */
final class LifeCounter {
  private final Path file;

  LifeCounter(Path file) {
    this.file = file.toAbsolutePath();
  }

  /** Begins a new life; its number is durable before anybody hears it. */
  Incarnation begin() {
    try {
      Path directory = Files.createDirectories(file.resolveSibling("."));
      long next = Files.exists(file) ? last() + 1 : Incarnation.FIRST.number();
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      try (FileChannel out = FileChannel.open(fresh, CREATE, WRITE, TRUNCATE_EXISTING)) {
        out.write(ByteBuffer.wrap((next + "\n").getBytes(US_ASCII)));
        out.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel entries = FileChannel.open(directory, READ)) {
        entries.force(true);
      }
      return new Incarnation(next);
    } catch (IOException unusable) {
      throw new UncheckedIOException(
          "expected to count the lives of this host in " + file + ", but could not", unusable);
    }
  }

  private long last() throws IOException {
    String text = Files.readString(file, US_ASCII).strip();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException damaged) {
      throw new IOException(
          "expected a number in "
              + file
              + ", but it has something else; write one that is higher than any in the log",
          damaged);
    }
  }
}
