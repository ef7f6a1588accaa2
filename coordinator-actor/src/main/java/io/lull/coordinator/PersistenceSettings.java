package io.lull.coordinator;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How an actor whose write has failed comes back.
 *
 * @param backoffMin the first pause before it reads its journal again
 * @param backoffMax the longest pause; each is twice the last
 * @param spread how far a pause may be longer at random, so that not all come back at once
 */
public record PersistenceSettings(Duration backoffMin, Duration backoffMax, double spread) {

  /** As the node is configured. */
  public static PersistenceSettings of(Config config) {
    Config own = config.getConfig("lull.persistence");
    return new PersistenceSettings(
        own.getDuration("backoff-min"),
        own.getDuration("backoff-max"),
        own.getDouble("backoff-spread"));
  }
}
