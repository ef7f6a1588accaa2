package io.lull.benchmarks.system;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own in a sparse file, mounted until it is closed; it needs root. */
record ScratchFileSystem(Path image, Path mount) implements AutoCloseable {

  /**
   * Makes one.
   *
   * @param directory where its image and its mount point are made
   * @param kind such as {@code btrfs}
   */
  static ScratchFileSystem make(Path directory, String kind, long bytes) throws IOException {
    Path image = directory.resolve(kind + ".image");
    try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(bytes);
    }
    Commands.run("mkfs." + kind, "-q", image.toString());
    Path mount = Files.createDirectory(directory.resolve(kind));
    Commands.run("mount", "-o", "loop", image.toString(), mount.toString());
    return new ScratchFileSystem(image, mount);
  }

  @Override
  public void close() throws IOException {
    // The last processes of a server that was killed may still have files open.
    Nodes.await("nobody to use " + mount, this::unmounted);
    Files.delete(mount);
    Files.delete(image);
  }

  private boolean unmounted() {
    try {
      Commands.run("umount", mount.toString());
      return true;
    } catch (IOException busy) {
      return false;
    }
  }
}
