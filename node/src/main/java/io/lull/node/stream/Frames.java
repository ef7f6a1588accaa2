package io.lull.node.stream;

import io.lull.protocol.failure.Fault;
import io.lull.wire.Wire;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.pekko.util.ByteString;

/** How the parts of a file are written to whoever fetches it. */
final class Frames {
  private static final int END = 0;
  private static final int FAILURE = -1;

  private Frames() {}

  /** Some bytes of the file, with their checksum. */
  static ByteString block(byte[] bytes, int length) {
    CRC32C sum = new CRC32C();
    sum.update(bytes, 0, length);
    byte[] head =
        ByteBuffer.allocate(2 * Integer.BYTES).putInt(length).putInt((int) sum.getValue()).array();
    return ByteString.fromArrayUnsafe(head).concat(ByteString.fromArrayUnsafe(bytes, 0, length));
  }

  /** That this was all, with the digest of all. */
  static ByteString end(byte[] digest) {
    return ByteString.fromArrayUnsafe(
        ByteBuffer.allocate(Integer.BYTES + digest.length).putInt(END).put(digest).array());
  }

  /** That nothing more will come, and why. */
  static ByteString failure(Fault fault) {
    byte[] json = Wire.json().write(fault);
    return ByteString.fromArrayUnsafe(
        ByteBuffer.allocate(2 * Integer.BYTES + json.length)
            .putInt(FAILURE)
            .putInt(json.length)
            .put(json)
            .array());
  }
}
