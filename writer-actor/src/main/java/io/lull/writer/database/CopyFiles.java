package io.lull.writer.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Puts files into a copy: each is there as a whole or not at all, and on disk when the call
 * returns.
 *
 * <p>They belong to whom the directory belongs to, because the restored server has to read them.
 */
public final class CopyFiles {
  private static final Set<StandardOpenOption> NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  private CopyFiles() {}

  public static void write(Path directory, String name, String text) throws IOException {
    Path part = part(directory, name);
    try (FileChannel out = FileChannel.open(part, NEW)) {
      ByteBuffer bytes = UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      finish(directory, name, part, out);
    }
  }

  /** Copies a file of the server, as it is now, over the one of the same name. */
  public static void copy(Path from, Path directory) throws IOException {
    String name = from.getFileName().toString();
    Path part = part(directory, name);
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out = FileChannel.open(part, NEW)) {
      for (long done = 0, size = in.size(); done < size; ) {
        done += in.transferTo(done, size - done, out);
      }
      finish(directory, name, part, out);
    }
  }

  /** What was put there or taken away stays so. */
  public static void force(Path directory) throws IOException {
    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  private static Path part(Path directory, String name) throws IOException {
    Path part = directory.resolve(name + ".lull");
    Files.deleteIfExists(part);
    return part;
  }

  private static void finish(Path directory, String name, Path part, FileChannel out)
      throws IOException {
    PosixFileAttributes like =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributeView view =
        Files.getFileAttributeView(part, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributes is = view.readAttributes();
    if (!is.owner().equals(like.owner())) {
      view.setOwner(like.owner());
    }
    if (!is.group().equals(like.group())) {
      view.setGroup(like.group());
    }
    // By the view, which follows no link: the directory may belong to a user who puts one there.
    view.setPermissions(PosixFilePermissions.fromString("rw-------"));
    out.force(true);
    Files.move(part, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    force(directory);
  }
}
