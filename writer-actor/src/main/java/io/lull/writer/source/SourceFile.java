package io.lull.writer.source;

import java.nio.ByteBuffer;

/**
 * An open file of a stream: always a tar archive (POSIX pax form) whose layout was fixed when it
 * was opened, so that every part of it can be read again.
 */
public interface SourceFile extends AutoCloseable {
  /** How long the archive is. */
  long size();

  /** Fills the buffer from this place on, as far as the archive goes. */
  void read(long offset, ByteBuffer into) throws Exception;

  /** It comes from another thread when one hangs that was not waited for any more. */
  @Override
  void close();
}
