package io.lull.writer.source.tar;

import io.lull.kernel.Descriptor;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file that does not change while it is read; what is missing of it cannot be made up. */
public record Unchanging(Descriptor file) implements TarContent.Opened {
  @Override
  public int read(long offset, ByteBuffer into) throws IOException {
    int read = file.read(offset, into);
    if (read == 0) {
      throw new IOException("expected more of " + file + " than " + offset + " bytes");
    }
    return read;
  }

  @Override
  public void close() {
    file.close();
  }
}
