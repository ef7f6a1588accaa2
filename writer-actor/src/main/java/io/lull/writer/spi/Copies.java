package io.lull.writer.spi;

import io.lull.protocol.id.Volume;
import java.nio.file.Path;
import java.util.Optional;

/** What is known on this host of the copies of one set. */
@FunctionalInterface
public interface Copies {
  /** Finds nothing: also the answer of a host whose providers show no copies as directories. */
  Copies NONE = volume -> Optional.empty();

  /**
   * The directory that holds what the volume held, while it can still be written to, or nothing if
   * it is not to be had here.
   */
  Optional<Path> of(Volume volume);

  /**
   * A place on the file system that has to take writes while the volume is copied. Whoever freezes
   * it waits for the copy, and the copy for the thaw.
   */
  default Optional<Path> writtenTo(Volume volume) {
    return Optional.empty();
  }
}
