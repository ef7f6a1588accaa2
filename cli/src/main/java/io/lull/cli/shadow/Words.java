package io.lull.cli.shadow;

import io.lull.cli.frame.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The words of a line.
 *
 * <p>They are parted by blanks, but for what stands in double quotes, in which two quotes are one.
 * {@code %NAME%} stands for the value of a name and {@code %%} for the sign itself. A value is put
 * in when the words are known, so that nothing in it can part a word or begin another verb.
 */
final class Words {
  static final int LINE_MAX = 8192;

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

  private final String line;
  private final Function<String, Optional<String>> values;
  private final List<String> words = new ArrayList<>();
  private int at;

  private Words(String line, Function<String, Optional<String>> values) {
    this.line = line;
    this.values = values;
  }

  /** Whether something can be the name of an alias. */
  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /**
   * The words of a line; none of a comment.
   *
   * @param values what names stand for
   */
  static List<String> of(String line, Function<String, Optional<String>> values) {
    if (line.length() > LINE_MAX) {
      throw Trouble.usage(
          "expected a line of at most " + LINE_MAX + " characters, but it has " + line.length(),
          "");
    }
    if (line.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
      throw Trouble.usage("expected a line of text, but there are control characters in it", "");
    }
    return isComment(line) ? List.of() : new Words(line, values).all();
  }

  private static boolean isComment(String line) {
    String text = line.strip();
    return text.startsWith("#")
        || text.equalsIgnoreCase("rem")
        || text.regionMatches(true, 0, "rem ", 0, 4)
        || text.regionMatches(true, 0, "rem\t", 0, 4);
  }

  private List<String> all() {
    while (true) {
      while (at < line.length() && isBlank(line.charAt(at))) {
        at++;
      }
      if (at == line.length()) {
        return List.copyOf(words);
      }
      words.add(word());
    }
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    while (at < line.length() && (quoted || !isBlank(line.charAt(at)))) {
      char next = line.charAt(at);
      if (next == '"') {
        boolean twice = quoted && line.startsWith("\"\"", at);
        if (twice) {
          word.append('"');
        } else {
          quoted = !quoted;
        }
        at += twice ? 2 : 1;
      } else if (next == '%') {
        word.append(value());
      } else {
        word.append(next);
        at++;
      }
    }
    if (quoted) {
      throw Trouble.usage("expected a quote at the end of what is quoted, but there is none", "");
    }
    return word.toString();
  }

  private String value() {
    int end = line.indexOf('%', at + 1);
    String name = end < 0 ? "" : line.substring(at + 1, end);
    if (end == at + 1) {
      at = end + 1;
      return "%";
    }
    if (!isName(name)) {
      throw Trouble.usage(
          "expected a name between two %, but it is none", "A percent sign itself is %%");
    }
    at = end + 1;
    return values
        .apply(name)
        .orElseThrow(
            () ->
                Trouble.usage(
                    "expected an alias or a variable " + name + ", but there is none",
                    "An alias of a copy is known once the set was created"));
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
