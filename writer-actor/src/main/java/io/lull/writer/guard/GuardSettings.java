package io.lull.writer.guard;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a guard is told.
 *
 * @param runDirectory where it notes what it holds; in memory, and known to {@link ThawLocal}
 * @param beat how often node and guard show each other that they are alive
 * @param silence after how long one of them counts as stopped
 */
public record GuardSettings(Path runDirectory, Duration beat, Duration silence) {
  /** Where hold files are if nothing else is said. */
  public static final Path RUN_DIRECTORY = Path.of("/run/lull");

  private static final Duration BEAT = Duration.ofMillis(250);
  // A pause of a busy machine is not to cost a backup; a lease is there besides.
  private static final Duration SILENCE = Duration.ofSeconds(3);

  public GuardSettings {
    if (!beat.isPositive() || silence.compareTo(beat.multipliedBy(3)) < 0) {
      throw new IllegalArgumentException(
          "expected a silence of at least three beats, but got " + silence + " and " + beat);
    }
  }

  public static GuardSettings in(Path runDirectory) {
    return new GuardSettings(runDirectory, BEAT, SILENCE);
  }
}
