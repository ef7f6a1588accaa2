package io.lull.protocol.writer;

/**
 * What a writer is told of a component before its files are put back.
 *
 * @param options in the writer's own words; empty when the requester gave none
 */
public record RestoreOrder(RestoreTarget target, String options) {
  /** How a component is restored about which nothing was said. */
  public static final RestoreOrder PLAIN = new RestoreOrder(RestoreTarget.ORIGINAL, "");
}
