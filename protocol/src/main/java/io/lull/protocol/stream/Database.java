package io.lull.protocol.stream;

import io.lull.protocol.id.DatabaseId;
import java.util.Optional;

/**
 * One database of an instance, as its host knows it.
 *
 * @param attached whether it is in use; a detached one is remembered because it may come back and
 *     need its logs, unless it was dropped
 * @param full its last full backup
 */
public record Database(DatabaseId id, boolean attached, Optional<FullMark> full) {
  public Database attached(boolean inUse) {
    return new Database(id, inUse, full);
  }

  public Database with(FullMark mark) {
    return new Database(id, attached, Optional.of(mark));
  }

  public boolean hasFullStream() {
    return full.filter(mark -> mark.means() == FullMark.Means.STREAM).isPresent();
  }

  /** The last log of its last full backup; 0 as long as it has none and so needs every log. */
  public long fullHigh() {
    return full.map(FullMark::high).orElse(0L);
  }
}
