package io.lull.provider.test;

import io.lull.protocol.provider.Marker;

/**
 * What the test provider keeps of a copy, together with the marker.
 *
 * @param made whether a commit has made it
 * @param writable whether it is open for writing
 */
public record Copy(Marker marker, boolean made, boolean writable) {}
