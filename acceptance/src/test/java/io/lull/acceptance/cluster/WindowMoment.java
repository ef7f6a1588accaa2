package io.lull.acceptance.cluster;

import java.util.Collection;
import java.util.Locale;

/** A moment inside the freeze window, at which one participant of two does not answer. */
enum WindowMoment implements Moment {
  FREEZE,
  PRE_COMMIT,
  COMMIT,
  POST_COMMIT,
  THAW;

  private boolean ofWriter() {
    return this == FREEZE || this == THAW;
  }

  @Override
  public void arrange(Waiting waiting, Collection<NodeProcess> coordinators) {
    NodeProcess process = waiting.cluster().processOf(waiting.host());
    process.order(
        ofWriter()
            ? "writer " + waiting.host() + "/db " + this + " HANG"
            : "provider "
                + waiting.host()
                + "/main "
                + name().toLowerCase(Locale.ROOT).replace('_', '-')
                + " hang");
  }

  @Override
  public boolean reached(Waiting waiting, Collection<NodeProcess> coordinators) {
    String hangs = "hangs " + waiting.host() + "/";
    // Hosts wait many times in their lives; the last time is the one that was arranged last.
    String last = "";
    for (String line : waiting.cluster().processOf(waiting.host()).heard()) {
      if (line.startsWith(hangs)
          || (line.contains("obeyed") && line.contains(waiting.host() + "/"))) {
        last = line;
      }
    }
    return last.startsWith(hangs);
  }

  @Override
  public void goOn(Waiting waiting, Collection<NodeProcess> coordinators) {
    NodeProcess process = waiting.cluster().processOf(waiting.host());
    process.order("let-go " + waiting.host() + "/db");
    process.order("let-go " + waiting.host() + "/main");
  }
}
