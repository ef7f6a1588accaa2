package io.lull.cli.stream.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What an extended header says about the entry behind it; values are bytes, one a character. */
record Pax(Map<String, String> records) {
  static final Pax NONE = new Pax(Map.of());

  static Pax of(byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    Map<String, String> records = new HashMap<>();
    for (int at = 0; at < text.length(); ) {
      int space = text.indexOf(' ', at);
      int length = space < 0 ? 0 : Tar.whole(text.substring(at, space)).orElse(0);
      int end = at + length;
      int equals = text.indexOf('=', at);
      boolean good =
          length > 0
              && end > at
              && end <= text.length()
              && equals > space
              && equals < end
              && text.charAt(end - 1) == '\n';
      if (!good) {
        throw new MalformedTarException("expected an extended header, but it is broken");
      }
      records.put(text.substring(space + 1, equals), text.substring(equals + 1, end - 1));
      at = end;
    }
    return new Pax(records);
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(records.get(key));
  }

  OptionalLong number(String key) {
    String value = records.get(key);
    if (value == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(value));
    } catch (NumberFormatException none) {
      throw new MalformedTarException("expected a number as " + key + ", but it is none");
    }
  }
}
