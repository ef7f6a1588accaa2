package io.lull.writer.source;

import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamKind;

/**
 * One instance whose data can be read out while its application runs.
 *
 * <p>A method may block until its limit; then its thread is interrupted, and what it still brings
 * is closed and not waited for. At most one stream is open at a time. A method that throws has
 * failed; {@link SourceException} says with which failure.
 */
public interface StreamSource extends AutoCloseable {
  /** Its own limits; a host whose limits would cut them off does not start. */
  default SourceLimits limits() {
    return SourceLimits.NONE;
  }

  /**
   * Looks whether its application is there and lets itself be streamed, as far as that can be seen
   * without a stream. It changes nothing, and no node need run.
   */
  void look() throws Exception;

  /**
   * Puts the instance into backup, and says what is there to be read.
   *
   * <p>A method that throws must leave nothing behind.
   */
  OpenSource begin(StreamKind kind) throws Exception;

  /**
   * Deletes exactly these logs, the oldest first; one that is gone already is no failure.
   *
   * <p>Asked only after a stream that has them is stored safely, and while no stream is open.
   */
  void delete(Logs logs) throws Exception;

  /**
   * Goes on with what earlier lives of this host keep for the next stream. Called when the host
   * starts, by one that does not wait: it returns at once and never throws.
   */
  default void resume() {}

  /** Lets go of that; it is asked when nothing is open any more, and the host ends. */
  @Override
  default void close() {}
}
