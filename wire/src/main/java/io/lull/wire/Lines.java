package io.lull.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Takes a stream apart into lines, and never holds more than one of bounded length. */
final class Lines {
  private final InputStream in;
  private long number;
  private long read;

  Lines(InputStream in) {
    this.in = in;
  }

  /** The number of the line that was asked for last; the first one has number 1. */
  long number() {
    return number;
  }

  /** The next line, or null behind the last; a line without an end was cut. */
  byte @Nullable [] next() throws IOException {
    number++;
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (++read > WireLimits.LOG_BYTES) {
        throw WireLimits.exceeded("a log of a number of bytes", WireLimits.LOG_BYTES);
      }
      if (c == '\n') {
        return line.toByteArray();
      }
      if (line.size() >= WireLimits.MESSAGE_BYTES) {
        throw WireLimits.exceeded("a line of a number of bytes", WireLimits.MESSAGE_BYTES);
      }
      line.write(c);
    }
    if (line.size() > 0) {
      throw WireException.malformed("an end of the line", "the file stops before it");
    }
    return null;
  }
}
