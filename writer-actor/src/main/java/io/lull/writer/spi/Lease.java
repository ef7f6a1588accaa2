package io.lull.writer.spi;

import io.lull.protocol.certificate.HoldToken;
import java.time.Duration;

/**
 * For how long a writer may stand still; it runs from before the freeze handler was called.
 *
 * <p>A server that can end a hold by itself is given the remaining time as its own limit, before
 * anything is locked: then the hold ends also when nothing of Lull runs any more.
 */
public interface Lease {
  /** Names the hold; a hold that can outlive this process is marked with it. */
  HoldToken token();

  /** How long it is in all. */
  Duration granted();

  /** What is left of it now; zero when it is over. */
  Duration remaining();
}
