package io.lull.cli.frame;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * What our output goes to.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is one
 * @param unicode whether more than ASCII can be drawn
 * @param width how many characters a line may have
 */
public record Terminal(boolean out, boolean err, boolean unicode, int width) {
  public static final int DEFAULT_WIDTH = 80;
  private static final int NARROWEST = 40;
  private static final int WIDEST = 400;

  /** What this process was given. */
  public static Terminal ofProcess(Map<String, String> environment) {
    boolean out = isTerminal(1);
    return new Terminal(
        out, isTerminal(2), unicode(environment), out ? width(environment) : DEFAULT_WIDTH);
  }

  static boolean unicode(Map<String, String> environment) {
    for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
      String value = environment.getOrDefault(name, "");
      if (!value.isEmpty()) {
        String locale = value.toUpperCase(Locale.ROOT);
        return locale.contains("UTF-8") || locale.contains("UTF8");
      }
    }
    return false;
  }

  // Java tells of both streams together only; the kernel tells of each.
  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException unknown) {
      return false;
    }
  }

  private static int width(Map<String, String> environment) {
    String columns = environment.getOrDefault("COLUMNS", "");
    return bounded(columns.isEmpty() ? asked() : columns);
  }

  static int bounded(String columns) {
    try {
      return Math.clamp(Integer.parseInt(columns.strip()), NARROWEST, WIDEST);
    } catch (NumberFormatException none) {
      return DEFAULT_WIDTH;
    }
  }

  /** Asks the terminal by the one program that every Linux has for it. */
  private static String asked() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/tty")))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readNBytes(32), StandardCharsets.US_ASCII);
      return answer.substring(answer.indexOf(' ') + 1);
    } catch (IOException none) {
      return "";
    }
  }
}
