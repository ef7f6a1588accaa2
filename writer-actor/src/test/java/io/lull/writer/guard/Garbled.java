package io.lull.writer.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

/** What others than the guard may have made of a hold file. */
final class Garbled {
  private Garbled() {}

  /** However some of its letters are changed, it is a hold or nothing. */
  static void isAHoldOrNothing(HoldFile file, long seed) {
    Random random = new Random(seed);
    for (int run = 0; run < 5_000; run++) {
      StringBuilder text = new StringBuilder(file.text());
      for (int change = random.nextInt(6); change >= 0; change--) {
        text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(128));
      }
      try {
        assertThat(HoldFile.parse(text.toString())).isNotNull();
      } catch (IllegalArgumentException nothing) {
        assertThat(nothing.getMessage()).isNotNull();
      }
    }
  }
}
