package io.lull.wire.api;

/**
 * Whoever asks, as the node knows him.
 *
 * @param role viewer, operator or admin
 */
public record Caller(String name, String role) {}
