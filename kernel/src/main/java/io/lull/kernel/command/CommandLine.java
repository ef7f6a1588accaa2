package io.lull.kernel.command;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** A program and its arguments, as a setting says them. */
public record CommandLine(List<String> words) {
  private static final List<String> SHELL = List.of("/bin/sh", "-c");

  public CommandLine {
    words = List.copyOf(words);
    if (words.isEmpty() || !words.getFirst().startsWith("/")) {
      throw new IllegalArgumentException(
          "expected a program by its absolute path, but got "
              + (words.isEmpty() ? "nothing" : "'" + words.getFirst() + "'"));
    }
  }

  /**
   * Takes a line apart at its blanks; what is between quotes, single or double, is kept together.
   * Nothing else is special, because no shell sees it.
   */
  public static CommandLine parse(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        begun = true;
      } else if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("expected a " + quote + " at the end of: " + line);
    }
    if (begun) {
      words.add(word.toString());
    }
    return new CommandLine(words);
  }

  /** A line that a shell takes apart; its arguments are behind it, as they are. */
  public static CommandLine ofShell(String line) {
    List<String> words = new ArrayList<>(SHELL);
    words.add(line + " \"$@\"");
    // What the shell calls itself in its messages.
    words.add("lull");
    return new CommandLine(words);
  }

  /**
   * Whether a command would get this word as it is: Java writes arguments in the encoding of the
   * process's locale, and question marks for what that does not have.
   */
  public static boolean canSay(String word) {
    return canSay(word, Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
  }

  static boolean canSay(String word, Charset encoding) {
    return encoding.newEncoder().canEncode(word);
  }

  public CommandLine with(List<String> arguments) {
    List<String> all = new ArrayList<>(words);
    all.addAll(arguments);
    return new CommandLine(all);
  }

  public String program() {
    return words.getFirst();
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
