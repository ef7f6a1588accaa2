package io.lull.protocol.restore;

import io.lull.protocol.id.Volume;

/**
 * Another place for the files of a component.
 *
 * @param from the volume on which they lay when they were backed up
 * @param to the absolute path on the same host below which they go instead
 */
public record LocationMapping(Volume from, String to) {
  public LocationMapping {
    // Whatever names a place on a host has the one spelling of a volume's path.
    to = new Volume(from.host(), to).path();
  }
}
