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
public interface StreamSource {
  /** Its own limits; a host whose limits would cut them off does not start. */
  default SourceLimits limits() {
    return SourceLimits.NONE;
  }

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
}
