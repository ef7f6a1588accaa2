package io.lull.writer.source.tar;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;

/**
 * The name of a file as a JSON string.
 *
 * <p>A byte that belongs to no valid UTF-8 becomes the lone surrogate {@code dc00} and the byte, as
 * other programs do it too, so that also such a name can be compared exactly. All but plain ASCII
 * is escaped.
 */
public final class JsonName {
  private static final int LONE = 0xdc00;

  private JsonName() {}

  public static String of(byte[] name) {
    StringBuilder json = new StringBuilder("\"");
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(name);
    CharBuffer out = CharBuffer.allocate(name.length + 1);
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      out.flip().chars().forEach(c -> add(json, (char) c));
      out.clear();
      if (!result.isError()) {
        return json.append('"').toString();
      }
      for (int i = 0; i < result.length(); i++) {
        add(json, (char) (LONE + Byte.toUnsignedInt(in.get())));
      }
      decoder.reset();
    }
  }

  private static void add(StringBuilder json, char c) {
    if (c == '"' || c == '\\') {
      json.append('\\').append(c);
    } else if (c >= ' ' && c < 0x7f) {
      json.append(c);
    } else {
      json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
  }
}
