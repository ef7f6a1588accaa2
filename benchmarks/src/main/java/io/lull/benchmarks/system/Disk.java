package io.lull.benchmarks.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a commit costs at least: to append a page to a file and to force it to the disk. */
final class Disk {
  private static final int PAGE = 4096;
  private static final int COMMITS = 2000;

  private Disk() {}

  static Figures commits(Path directory) throws IOException {
    Path file = directory.resolve("commits");
    long[] nanos = new long[COMMITS];
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer page = ByteBuffer.allocateDirect(PAGE);
      for (int i = 0; i < COMMITS; i++) {
        long before = System.nanoTime();
        page.clear();
        out.write(page);
        out.force(false);
        nanos[i] = System.nanoTime() - before;
      }
    }
    Files.delete(file);
    return Figures.millis(nanos);
  }
}
