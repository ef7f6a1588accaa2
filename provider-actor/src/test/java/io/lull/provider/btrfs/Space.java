package io.lull.provider.btrfs;

import io.lull.kernel.Descriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Uses up all space that there is. */
final class Space {
  private Space() {}

  /** Writes files that cannot be compressed into a directory until not even a small one fits. */
  static void fill(Path directory) throws IOException {
    Random random = new Random(1);
    int files = 0;
    for (int size = 1 << 20; size >= 1 << 10; size /= 4) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      boolean fits = true;
      while (fits) {
        fits = write(directory.resolve("filling-" + files++), content);
      }
    }
  }

  private static boolean write(Path file, byte[] content) throws IOException {
    try {
      Files.write(file, content);
      // Space is counted when it is given away on the disk.
      try (Descriptor directory = Descriptor.ofDirectory(file.getParent())) {
        directory.forceFileSystem();
      }
      return true;
    } catch (IOException full) {
      return false;
    }
  }
}
