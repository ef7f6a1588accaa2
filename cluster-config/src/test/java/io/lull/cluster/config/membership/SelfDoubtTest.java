package io.lull.cluster.config.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.remote.FailureDetector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One that is silent is gone; if all are, it is I. */
class SelfDoubtTest {
  private static final Config CONFIG =
      ConfigFactory.parseString("acceptable-heartbeat-pause = 3 s, given-up-after = 3 s")
          .withFallback(ConfigFactory.load().getConfig("pekko.cluster.failure-detector"));

  private final Time time = new Time();
  private final SelfDoubt.Circle circle =
      new SelfDoubt.Circle(
          SelfDoubt.patience(CONFIG), () -> TimeUnit.MILLISECONDS.toNanos(time.millis));
  private final SelfDoubt a = new SelfDoubt(CONFIG, circle, time);
  private final SelfDoubt b = new SelfDoubt(CONFIG, circle, time);
  private final SelfDoubt c = new SelfDoubt(CONFIG, circle, time);

  /** A clock that a test turns. */
  private static final class Time extends FailureDetector.Clock {
    private long millis = 1_000_000;

    @Override
    public long apply$mcJ$sp() {
      return millis;
    }

    @Override
    public Object apply() {
      return millis;
    }
  }

  @BeforeEach
  void allAreHeard() {
    pass(Duration.ofSeconds(10), a, b, c);
  }

  /** Time goes by, in which these are heard; the cluster looks at all of them, as it does. */
  private void pass(Duration duration, SelfDoubt... heard) {
    for (long end = time.millis + duration.toMillis(); time.millis < end; time.millis += 500) {
      List.of(heard).forEach(SelfDoubt::heartbeat);
      Stream.of(a, b, c).forEach(SelfDoubt::isAvailable);
    }
  }

  @Test
  void oneThatIsSilentIsSuspectedAsEver() {
    pass(Duration.ofSeconds(5), b, c);
    assertThat(List.of(a.isAvailable(), b.isAvailable(), c.isAvailable()))
        .containsExactly(false, true, true);
  }

  @Test
  void aNodeThatHearsNobodyBlamesNobodyWhileOthersGiveItUp() {
    pass(Duration.ofSeconds(8));
    assertThat(List.of(a.isAvailable(), b.isAvailable(), c.isAvailable()))
        .containsExactly(true, true, true);
  }

  @Test
  void inTheEndItBlamesThem() {
    pass(Duration.ofSeconds(10));
    assertThat(List.of(a.isAvailable(), b.isAvailable(), c.isAvailable()))
        .containsExactly(false, false, false);
  }

  @Test
  void hearingOneAgainItBlamesTheRestAtOnce() {
    pass(Duration.ofSeconds(8));
    pass(Duration.ofSeconds(1), b);
    assertThat(List.of(a.isAvailable(), b.isAvailable(), c.isAvailable()))
        .containsExactly(false, true, false);
  }

  @Test
  void oneOfWhomNothingWasEverHeardProvesNothing() {
    SelfDoubt fresh = new SelfDoubt(CONFIG, circle, time);
    pass(Duration.ofSeconds(10));
    assertThat(fresh.isMonitoring()).isFalse();
    assertThat(a.isAvailable()).isFalse();
  }
}
