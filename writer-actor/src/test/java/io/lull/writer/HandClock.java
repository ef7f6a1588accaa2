package io.lull.writer;

import io.lull.protocol.time.Uptime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** A clock that is moved by hand. */
final class HandClock implements Supplier<Uptime> {
  private final AtomicReference<Uptime> now =
      new AtomicReference<>(new Uptime(Duration.ofHours(1).toNanos()));

  @Override
  public Uptime get() {
    return now.get();
  }

  void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  /** Goes on to this moment, unless it is past already. */
  void reach(Uptime moment) {
    now.updateAndGet(before -> before.isBefore(moment) ? moment : before);
  }
}
