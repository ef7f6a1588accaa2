package io.lull.writer.guard;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Freezing;
import io.lull.kernel.test.LoopDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system of which a freeze takes as long as a test wants: it lies in an image on another
 * one, which takes no writes, and it has something to write before it can stand still.
 */
final class Stuck implements Deaths.Obstacle, AutoCloseable {
  private final LoopDevice outer;
  private final LoopDevice inner;
  private final Descriptor below;

  private Stuck(LoopDevice outer, LoopDevice inner, Descriptor below) {
    this.outer = outer;
    this.inner = inner;
    this.below = below;
  }

  static Stuck make(Path directory, String fileSystem) throws IOException {
    LoopDevice outer = LoopDevice.make(directory, "ext4", 512 << 20);
    LoopDevice inner = LoopDevice.make(outer.mount(), fileSystem, 320 << 20);
    return new Stuck(outer, inner, Descriptor.ofDirectory(outer.mount()));
  }

  Path mount() {
    return inner.mount();
  }

  @Override
  public void jam() throws IOException {
    Files.write(mount().resolve("dirty"), new byte[4 << 20]);
    Freezing.freeze(below);
  }

  @Override
  public boolean jams(Child child) {
    return child.guardBlocks();
  }

  @Override
  public void free() throws IOException {
    Freezing.thaw(below);
  }

  @Override
  public void close() throws IOException {
    free();
    inner.close();
    below.close();
    outer.close();
  }
}
