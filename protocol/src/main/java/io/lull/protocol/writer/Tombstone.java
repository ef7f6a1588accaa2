package io.lull.protocol.writer;

/**
 * What stays of a session after its end, so that a message that comes too late is recognised.
 *
 * @param phase ABORTED, SHUT_DOWN or FORGOTTEN
 * @param result how the handler of its last step ended
 */
public record Tombstone(WriterPhase phase, HandlerResult result) {
  static final Tombstone ABORTED = new Tombstone(WriterPhase.ABORTED, new HandlerResult.Done());
  static final Tombstone FORGOTTEN = new Tombstone(WriterPhase.FORGOTTEN, new HandlerResult.Done());
}
