package io.lull.writer.source.tar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Where the bytes of a file in an archive come from. */
@FunctionalInterface
public interface TarContent {
  /** Opens it for some reads; empty if it is gone. */
  Optional<Opened> open() throws IOException;

  /** A file while it is read. */
  interface Opened extends AutoCloseable {
    /**
     * Reads at a place, as much as it gives at once.
     *
     * @return how many bytes; 0 at its end
     */
    int read(long offset, ByteBuffer into) throws IOException;

    /** Is told that nothing more is read of it for now. */
    @Override
    void close() throws IOException;
  }

  /** Bytes that are in memory. */
  static TarContent of(byte[] bytes) {
    Opened opened =
        new Opened() {
          @Override
          public int read(long offset, ByteBuffer into) {
            int from = (int) Math.min(offset, bytes.length);
            int length = Math.min(bytes.length - from, into.remaining());
            into.put(bytes, from, length);
            return length;
          }

          @Override
          public void close() {}
        };
    return () -> Optional.of(opened);
  }
}
