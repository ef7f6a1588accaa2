package io.lull.cli.verify;

import java.util.Optional;

/**
 * What the user wants to be asked of one database.
 *
 * @param expected the rows as text, with tabs between columns; a line's end at the end counts not
 * @param database in which database of a server, or which file; the usual one if not said
 */
record Question(String sql, String expected, Optional<String> database) {
  /** How much of an answer is looked at: more than anybody types. */
  static final int MOST = 1 << 20;

  /** Compares what was expected with what came. */
  void compare(Toolbox.Said answer) throws DamageException {
    if (answer.status() != 0) {
      throw new DamageException("it is not answered: " + answer.complaint());
    }
    String rows = answer.out();
    if (!chomped(rows).equals(chomped(expected))) {
      throw new DamageException(
          "expected " + shown(expected) + ", but the rows are " + shown(rows));
    }
  }

  private static String chomped(String text) {
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static String shown(String text) {
    String line = chomped(text).replace("\t", " | ").replace("\n", " // ");
    return line.isEmpty()
        ? "nothing"
        : "'" + (line.length() > 80 ? line.substring(0, 80) + "…" : line) + "'";
  }
}
