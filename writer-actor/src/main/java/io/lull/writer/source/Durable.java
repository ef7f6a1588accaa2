package io.lull.writer.source;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are there after a loss of power, as a whole or not at all. */
public final class Durable {
  private Durable() {}

  /** The file is the old one or the new one at any time, and the new one when this returns. */
  public static void write(Path file, byte[] content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel out = FileChannel.open(fresh, CREATE, WRITE, TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    rename(fresh, file);
  }

  /** Gives something its name, which nothing else has that could not be replaced. */
  public static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    force(to.resolveSibling("."));
  }

  /** The names in a directory are as durable as they are now. */
  public static void force(Path directory) throws IOException {
    try (FileChannel entries = FileChannel.open(directory, READ)) {
      entries.force(true);
    }
  }
}
