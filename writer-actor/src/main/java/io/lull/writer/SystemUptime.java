package io.lull.writer;

import io.lull.protocol.time.Uptime;
import java.util.function.Supplier;

/** The monotonic clock of this machine. */
public enum SystemUptime implements Supplier<Uptime> {
  INSTANCE;

  @Override
  public Uptime get() {
    return new Uptime(System.nanoTime());
  }
}
