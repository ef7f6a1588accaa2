package io.lull.demo;

import java.io.PrintStream;

/** Where the story is told; with colours if somebody looks. */
record Screen(PrintStream out, boolean colour) {
  private static final String BOLD = "\u001b[1m";
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";

  void title(String text) {
    out.println();
    out.println(painted(BOLD, text));
  }

  void line(String text) {
    out.println("  " + text);
  }

  void good(String text) {
    out.println("  " + painted(GREEN, "✓ ") + text);
  }

  void bad(String text) {
    out.println("  " + painted(RED, "✗ ") + text);
  }

  private String painted(String with, String text) {
    return colour ? with + text + PLAIN : text;
  }
}
