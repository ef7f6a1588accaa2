package io.lull.provider.exec;

import io.lull.protocol.provider.Marker;
import java.util.Optional;

/**
 * What is kept of a copy.
 *
 * @param begun whether it may be there: it is going to be made, or was
 * @param place what the command said where it lies
 */
record Kept(Marker marker, boolean begun, Optional<String> place) {
  Kept with(Marker newer) {
    return new Kept(newer, begun, place);
  }

  Kept at(Optional<String> said) {
    return new Kept(marker, true, said.isPresent() ? said : place);
  }
}
