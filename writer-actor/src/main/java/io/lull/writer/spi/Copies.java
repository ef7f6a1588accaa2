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
   * Whether the volume's file system may be frozen for the set. Not if its copy has to be written
   * there: the copy would wait for the thaw, and the thaw for the copy.
   */
  default boolean mayFreeze(Volume volume) {
    return true;
  }
}
