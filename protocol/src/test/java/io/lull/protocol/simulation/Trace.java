package io.lull.protocol.simulation;

import java.io.PrintStream;
import java.util.Locale;

/** The log of a run: one line an event, with the virtual time and who it was. */
public final class Trace {
  private final PrintStream out;

  public Trace(PrintStream out) {
    this.out = out;
  }

  public void line(long at, String who, Object... parts) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%13.6f  %-10s ", at / 1e9, who));
    for (Object part : parts) {
      line.append(part);
    }
    out.println(line);
  }
}
