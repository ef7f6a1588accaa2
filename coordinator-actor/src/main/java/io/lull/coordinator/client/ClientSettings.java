package io.lull.coordinator.client;

import java.time.Duration;

/**
 * How patiently a requester calls.
 *
 * @param again after how long without an answer the same call is sent again; the recorded reply, or
 *     the call that is still under way, answers it
 * @param begin after how long without an answer there is taken to be no coordinator
 * @param most after how long without an answer nobody is called any more
 */
public record ClientSettings(Duration again, Duration begin, Duration most) {
  /**
   * A lost coordinator is replaced within a minute; the longest verb may take several limits of ten
   * minutes each.
   */
  public static final ClientSettings DEFAULT =
      new ClientSettings(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofHours(1));

  public ClientSettings {
    if (!again.isPositive() || begin.compareTo(again) < 0 || most.compareTo(begin) < 0) {
      throw new IllegalArgumentException(
          "expected 0 < again <= begin <= most, but got " + again + ", " + begin + ", " + most);
    }
  }
}
