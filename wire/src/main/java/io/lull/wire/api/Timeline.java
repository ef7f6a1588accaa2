package io.lull.wire.api;

import io.lull.protocol.id.SessionId;
import java.time.Duration;
import java.util.List;

/**
 * Who stood still and who copied in the last window of a session, on the coordinator's clock.
 *
 * @param frozen from the first Freeze sent to the last Thaw answered
 */
public record Timeline(SessionId session, Duration frozen, List<Span> spans) {
  public Timeline {
    spans = List.copyOf(spans);
  }

  /** What somebody did for a while. */
  public enum Deed {
    /** A writer was asked to stand still, and had not said yet that it does. */
    FREEZING,
    /** A writer stood still. */
    HELD,
    /** A writer was asked to go on, and had not said yet that it does. */
    THAWING,
    /** A provider made its copies. */
    COPYING
  }

  /** From when to when somebody did what, since the first Freeze was sent. */
  public record Span(String who, Deed deed, Duration from, Duration to) {}
}
