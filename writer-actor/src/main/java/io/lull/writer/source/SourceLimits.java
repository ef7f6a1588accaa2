package io.lull.writer.source;

import java.time.Duration;

/**
 * How long a source lets its application take for each step, before it says itself what it has
 * waited for; zero where it has no limit of its own.
 *
 * @param begin for {@link StreamSource#begin}
 * @param open for {@link OpenSource#open}
 * @param roll for {@link OpenSource#roll}
 */
public record SourceLimits(Duration begin, Duration open, Duration roll) {
  public static final SourceLimits NONE =
      new SourceLimits(Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
