package io.lull.node.log;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that logs what a stranger would like it to. */
public final class Hostile {
  static final String FORGED =
      "2026-01-01T00:00:00.000Z ERROR forged session=s-1 - all is well\u001b[2J";

  private Hostile() {}

  public static void main(String[] args) throws InterruptedException {
    Logger log = LoggerFactory.getLogger("lull.hostile");
    log.warn("name {}", "a\n" + FORGED + "\r\n{\"level\":\"ERROR\"}");
    log.warn("broken", new IllegalStateException("why\n" + FORGED));
    // What logs in the background has to come to it; the last line says that it has.
    log.warn("the end");
    Thread.currentThread().join(TimeUnit.MINUTES.toMillis(1));
  }
}
