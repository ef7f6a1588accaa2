package io.lull.node.stream;

/**
 * What a host's own door shows of its streams, whatever has become of the coordinators.
 *
 * @param host stops them
 * @param blocks hands out their bytes
 */
public record StreamsHere(OwnHost host, Blocks blocks) {}
