package io.lull.node.stream;

import io.lull.protocol.failure.Fault;
import io.lull.wire.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.pekko.util.ByteString;

/** How the parts of a file are written to whoever fetches it. */
final class Frames {
  private static final int END = 0;
  private static final int FAILURE = -1;
  private static final int PART = 1 << 18;

  private Frames() {}

  /** A copy of the first bytes, in arrays that no collector of garbage has to treat as large. */
  static List<byte[]> parts(ByteBuffer bytes, int length) {
    List<byte[]> parts = new ArrayList<>();
    for (int at = 0; at < length; at += PART) {
      byte[] part = new byte[Math.min(PART, length - at)];
      bytes.get(at, part);
      parts.add(part);
    }
    return parts;
  }

  /** Some bytes of the file, with their checksum. */
  static ByteString block(List<byte[]> parts) {
    CRC32C sum = new CRC32C();
    ByteString bytes = ByteString.emptyByteString();
    for (byte[] part : parts) {
      sum.update(part, 0, part.length);
      bytes = bytes.concat(ByteString.fromArrayUnsafe(part));
    }
    ByteBuffer head = ByteBuffer.allocate(2 * Integer.BYTES);
    head.putInt(bytes.size()).putInt((int) sum.getValue());
    return ByteString.fromArrayUnsafe(head.array()).concat(bytes);
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
