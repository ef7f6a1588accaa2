package io.lull.cli.backup;

import io.lull.cli.frame.Surroundings;
import io.lull.protocol.value.Visible;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Says how far a backup or a restore is: one line that changes on a terminal, a line for each step
 * in a log.
 */
public final class Progress {
  private static final int BAR = 24;

  private final PrintStream err;
  private final boolean live;
  private final boolean unicode;
  private final int width;
  private boolean open;
  private int shownPercent = -1;

  public Progress(Surroundings surroundings) {
    this.err = surroundings.err();
    this.live = surroundings.terminal().err();
    this.unicode = surroundings.terminal().unicode();
    this.width = surroundings.terminal().width();
  }

  /** A step begins. */
  public synchronized void step(String text) {
    shownPercent = -1;
    draw(Visible.of(text));
  }

  /** Something worth knowing, which stays to be read. */
  public synchronized void note(String text) {
    done();
    err.println("lull: " + Visible.of(text));
    err.flush();
  }

  /** So much of something is done; in a log, one line for each tenth. */
  public synchronized void bytes(String what, long done, long whole) {
    int percent = whole <= 0 ? 100 : (int) Math.min(100, done * 100.0 / whole);
    int shown = live ? percent : percent / 10 * 10;
    if (shown == shownPercent) {
      return;
    }
    shownPercent = shown;
    String amount = "%3d %%  %s of %s".formatted(percent, size(done), size(whole));
    if (live) {
      int full = percent * BAR / 100;
      String bar = (unicode ? "█" : "#").repeat(full) + (unicode ? "░" : ".").repeat(BAR - full);
      draw(what + " " + bar + " " + amount);
    } else {
      draw(what + " " + amount.strip());
    }
  }

  /** Nothing more comes; what is printed next begins on a line of its own. */
  public synchronized void done() {
    if (open) {
      // Nothing of a line is left that was only of interest while it changed.
      err.print("\r\u001b[K");
      err.flush();
      open = false;
    }
  }

  private void draw(String text) {
    if (live) {
      int room = Math.max(10, width - 1);
      boolean fits = text.codePointCount(0, text.length()) <= room;
      err.print("\r\u001b[K" + (fits ? text : text.substring(0, text.offsetByCodePoints(0, room))));
      open = true;
    } else {
      err.println("lull: " + text);
    }
    err.flush();
  }

  public static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double size = bytes;
    String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    int unit = -1;
    while (size >= 1024 && unit < units.length - 1) {
      size /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", size, units[unit]);
  }
}
