package io.lull.node.stream;

import io.lull.protocol.stream.StreamReply;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** Reads open files of this host's streams. */
@FunctionalInterface
public interface BlockReader {
  /**
   * Fills the buffer from this place of the file that the ticket's token names.
   *
   * @return {@link StreamReply.Read}, with no bytes at the end of the file, or why nothing was read
   */
  CompletionStage<StreamReply> read(String token, long offset, ByteBuffer into);
}
