package io.lull.writer.spi;

import io.lull.protocol.id.Volume;
import java.nio.file.Path;
import java.util.Optional;

/** Where the copies of one set lie, while they are still writable. */
@FunctionalInterface
public interface Copies {
  /** Finds nothing: also the answer of a host whose providers show no copies as directories. */
  Copies NONE = volume -> Optional.empty();

  /** The directory that holds what the volume held, or nothing if it is not to be had here. */
  Optional<Path> of(Volume volume);
}
