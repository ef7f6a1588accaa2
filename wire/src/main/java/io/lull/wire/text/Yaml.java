package io.lull.wire.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lull.protocol.value.Visible;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The wire form as YAML.
 *
 * <p>A text stands without quotes only if every reader, of YAML 1.1 or 1.2, takes it for that text:
 * all others, such as {@code no} or a date, are quoted.
 */
public final class Yaml {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./@#:-]*(?<!:)");
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  /** A longer key is none in YAML unless it is announced. */
  private static final int KEY_MAX = 1000;

  private final JsonParser in;
  private final StringBuilder out = new StringBuilder();

  private Yaml(JsonParser in) {
    this.in = in;
  }

  /** The same value as YAML, with a line end after its last line. */
  public static String of(byte[] json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      Yaml yaml = new Yaml(parser);
      yaml.value(parser.nextToken(), 0, true);
      return yaml.out.toString();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * Writes a value and its line end.
   *
   * @param here whether a list or an object may begin on this line, as behind a dash
   */
  private void value(JsonToken token, int indent, boolean here) throws IOException {
    switch (token) {
      case START_OBJECT -> fields(indent, here);
      case START_ARRAY -> items(indent, here);
      case VALUE_STRING -> out.append(space(here)).append(scalar(in.getText())).append('\n');
      default -> out.append(space(here)).append(in.getText()).append('\n');
    }
  }

  private void fields(int indent, boolean here) throws IOException {
    boolean first = true;
    for (JsonToken name = in.nextToken(); name != JsonToken.END_OBJECT; name = in.nextToken()) {
      begin(first, here, indent);
      first = false;
      String key = scalar(in.currentName());
      if (key.length() > KEY_MAX) {
        out.append("? ").append(key).append('\n').append(" ".repeat(indent));
        key = "";
      }
      out.append(key).append(':');
      value(in.nextToken(), indent + 2, false);
    }
    if (first) {
      out.append(space(here)).append("{}\n");
    }
  }

  private void items(int indent, boolean here) throws IOException {
    boolean first = true;
    for (JsonToken item = in.nextToken(); item != JsonToken.END_ARRAY; item = in.nextToken()) {
      begin(first, here, indent);
      first = false;
      out.append("- ");
      value(item, indent + 2, true);
    }
    if (first) {
      out.append(space(here)).append("[]\n");
    }
  }

  private void begin(boolean first, boolean here, int indent) {
    if (first && !here) {
      out.append('\n');
    }
    if (!first || !here) {
      out.append(" ".repeat(indent));
    }
  }

  private static String space(boolean here) {
    return here ? "" : " ";
  }

  private static String scalar(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
    return plain ? text : quoted(text);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            point -> {
              if (point == '"' || point == '\\') {
                quoted.append('\\').appendCodePoint(point);
              } else if (Visible.shows(point)) {
                quoted.appendCodePoint(point);
              } else if (point > 0xffff) {
                quoted.append("\\U%08X".formatted(point));
              } else {
                quoted.append("\\u%04X".formatted(point));
              }
            });
    return quoted.append('"').toString();
  }
}
