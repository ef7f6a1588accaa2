package io.lull.protocol.stream;

/**
 * What a session is told about its stream and has not said to have journaled.
 *
 * @param number later reports have higher numbers, within one life of the host
 */
public record SessionReport(long number, StreamEvent.Journaled event) {}
