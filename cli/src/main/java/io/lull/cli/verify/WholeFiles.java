package io.lull.cli.verify;

import io.lull.cli.backup.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Reads every file to its end, where there is no engine to ask. To take it out was not to read it:
 * a file system that can has only noted that there is another one with the same content.
 */
final class WholeFiles {
  private final Limit limit;
  private final Progress progress;
  private final long whole;
  private final byte[] buffer = new byte[1 << 18];
  private long read;

  WholeFiles(Limit limit, Progress progress, long whole) {
    this.limit = limit;
    this.progress = progress;
    this.whole = whole;
  }

  void read(Path directory) throws DamageException {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes found)
                throws IOException {
              if (found.isRegularFile()) {
                pass(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException failed) {
      throw new DamageException("it cannot be read: " + failed.getMessage());
    }
  }

  private void pass(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      for (int some = in.read(buffer); some >= 0; some = in.read(buffer)) {
        limit.check();
        read += some;
        progress.bytes("reading", read, whole);
      }
    } catch (IOException failed) {
      throw new IOException(file.getFileName() + ": " + failed.getMessage(), failed);
    }
  }
}
