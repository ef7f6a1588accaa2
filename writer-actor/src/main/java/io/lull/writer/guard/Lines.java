package io.lull.writer.guard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lines of one word and its value each; a word may come several times. Whoever finds such a text
 * can read it without any program, whatever files are named like.
 */
final class Lines {
  private static final int MAX = 1 << 20;

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  Lines add(String word, Object value) {
    values.computeIfAbsent(word, _ -> new ArrayList<>()).add(value.toString());
    return this;
  }

  Lines addAll(String word, List<String> all) {
    all.forEach(value -> add(word, value));
    return this;
  }

  /** The only value of a word. */
  String one(String word) {
    List<String> all = all(word);
    if (all.size() != 1) {
      throw new IllegalArgumentException("expected one " + word + ", but got " + all.size());
    }
    return all.getFirst();
  }

  long number(String word) {
    return Long.parseLong(one(word));
  }

  /** All values of a word, in their order. */
  List<String> all(String word) {
    return List.copyOf(values.getOrDefault(word, List.of()));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    values.forEach((word, all) -> all.forEach(value -> line(text, word, value)));
    return text.toString();
  }

  /**
   * Reads them back.
   *
   * @throws IllegalArgumentException if that is no such text
   */
  static Lines parse(String text) {
    if (text.length() > MAX || !text.endsWith("\n")) {
      throw new IllegalArgumentException("expected up to " + MAX + " characters in whole lines");
    }
    Lines lines = new Lines();
    for (String line : text.split("\n")) {
      int space = line.indexOf(' ');
      if (space <= 0) {
        throw new IllegalArgumentException("expected a word and its value in every line");
      }
      lines.add(line.substring(0, space), unescape(line.substring(space + 1)));
    }
    return lines;
  }

  private static void line(StringBuilder text, String word, String value) {
    text.append(word).append(' ');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' || Character.isISOControl(c) || Character.isSurrogate(c)) {
        text.append(String.format("\\%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    text.append('\n');
  }

  private static String unescape(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '\\') {
        plain.append(text.charAt(i));
      } else if (i + 5 <= text.length()) {
        plain.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
        i += 4;
      } else {
        throw new IllegalArgumentException("expected four digits after a backslash");
      }
    }
    return plain.toString();
  }
}
