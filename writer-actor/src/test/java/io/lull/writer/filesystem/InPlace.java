package io.lull.writer.filesystem;

import io.lull.protocol.id.Volume;
import io.lull.writer.spi.Copies;
import java.nio.file.Path;
import java.util.Optional;

/** Copies of which one is written to the file system of its volume. */
record InPlace(Volume copied) implements Copies {
  @Override
  public Optional<Path> of(Volume volume) {
    return Optional.empty();
  }

  @Override
  public Optional<Path> writtenTo(Volume volume) {
    return volume.equals(copied) ? Optional.of(Path.of(volume.path())) : Optional.empty();
  }
}
