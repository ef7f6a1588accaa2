package io.lull.protocol.id;

import java.util.regex.Pattern;

/**
 * The shapes that names may have; everything that reaches an id from outside passes through here.
 */
final class Names {
  private static final Pattern SIMPLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int PATH_MAX = 4096;

  private Names() {}

  /** A name that is safe in a log line, a file name and a URL without any quoting. */
  static String simple(String kind, String name) {
    if (!SIMPLE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "expected "
              + kind
              + " of 1 to 64 letters, digits, '.', '_' or '-', but got "
              + shown(name));
    }
    return name;
  }

  /**
   * A path in its one spelling: no empty, {@code .} or {@code ..} segment, no control character, so
   * that equal places are equal strings and nothing escapes the place that was named.
   */
  static String path(String kind, String path, boolean absolute) {
    String segments = absolute && path.startsWith("/") ? path.substring(1) : path;
    boolean root = absolute && path.equals("/");
    if (path.length() > PATH_MAX
        || path.startsWith("/") != absolute
        || path.chars().anyMatch(Character::isISOControl)
        || (!root && !clean(segments))) {
      throw new IllegalArgumentException(
          "expected "
              + kind
              + (absolute ? " as an absolute path" : " as a relative path")
              + " without empty, '.' or '..' segments and without control characters, but got "
              + shown(path));
    }
    return path;
  }

  private static boolean clean(String segments) {
    for (String segment : segments.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /** What a stranger sent, cut short and without control characters, fit for an error message. */
  private static String shown(String hostile) {
    String cut = hostile.length() > 80 ? hostile.substring(0, 80) + "…" : hostile;
    StringBuilder shown = new StringBuilder("\"");
    cut.chars().forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
    return shown.append('"').toString();
  }
}
