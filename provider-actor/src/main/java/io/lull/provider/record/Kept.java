package io.lull.provider.record;

import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.provider.Marker;
import java.util.Optional;

/**
 * What is kept of a copy.
 *
 * @param begun whether it may be there: it is going to be made, or was
 * @param place the path that it lies at, once that is known
 */
public record Kept(Marker marker, boolean begun, Optional<String> place) {
  public SnapshotId snapshot() {
    return marker.snapshot();
  }

  Kept with(Marker newer) {
    return new Kept(newer, begun, place);
  }

  Kept at(String said) {
    return new Kept(marker, true, Optional.of(said));
  }
}
