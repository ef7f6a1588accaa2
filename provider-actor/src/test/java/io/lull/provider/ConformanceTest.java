package io.lull.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The actor is the machine and nothing else, whatever comes in whichever order. */
class ConformanceTest {
  private static final int STEPS = 120;

  @Test
  void the_actor_says_what_the_machine_says_and_keeps_what_it_wants() {
    int answered = 0;
    for (int seed = 1; seed <= Integer.getInteger("lull.seeds", 300); seed++) {
      Twin twin = new Twin(new Random(seed));
      for (int i = 0; i < STEPS; i++) {
        twin.step();
        twin.check("seed " + seed + ", step " + i);
      }
      twin.comeToRest();
      twin.check("seed " + seed + ", at rest");
      assertThat(twin.actor().kept()).as("seed %s, at rest", seed).isEqualTo(twin.armed());
      answered += twin.answers();
    }
    assertThat(answered).isPositive();
  }
}
