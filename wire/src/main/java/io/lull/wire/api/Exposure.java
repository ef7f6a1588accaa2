package io.lull.wire.api;

import io.lull.protocol.id.Volume;

/**
 * A copy of a set, and where it is to be seen.
 *
 * @param volume whose copy
 * @param path an empty directory of the host of that volume
 */
public record Exposure(Volume volume, String path) {
  public Exposure {
    // A path in its one spelling, by the rules that those of volumes have.
    path = new Volume(volume.host(), path).path();
  }
}
