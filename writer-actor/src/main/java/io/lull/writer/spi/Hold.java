package io.lull.writer.spi;

import io.lull.protocol.certificate.HoldEnd;

/** One frozen state of one writer, in the hands of the only one who can end it. */
@FunctionalInterface
public interface Hold {
  /**
   * Lets the application go, and says how the hold stood until then.
   *
   * <p>Answers from the hold itself: {@code HELD} only if it stood without a break until now. It is
   * called once, and again only if it threw, was interrupted or did not return in its limit.
   */
  HoldEnd end() throws Exception;
}
