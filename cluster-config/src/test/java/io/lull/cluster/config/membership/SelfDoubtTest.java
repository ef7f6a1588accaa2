package io.lull.cluster.config.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pekko.remote.FailureDetector;
import org.apache.pekko.remote.PhiAccrualFailureDetector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.DurationConverters;

/** One that is silent is gone; if all are, it is I. */
class SelfDoubtTest {
  private static final Config CONFIG =
      ConfigFactory.parseString("acceptable-heartbeat-pause = 3 s, given-up-after = 3 s")
          .withFallback(ConfigFactory.load().getConfig("pekko.cluster.failure-detector"));

  private final Time time = new Time();
  private final SelfDoubt.Circle circle =
      new SelfDoubt.Circle(CONFIG, () -> TimeUnit.MILLISECONDS.toNanos(time.millis));
  private final SelfDoubt a = detector();
  private final SelfDoubt b = detector();
  private final SelfDoubt c = detector();

  private SelfDoubt detector() {
    return new SelfDoubt(
        new PhiAccrualFailureDetector(
            CONFIG.getDouble("threshold"),
            CONFIG.getInt("max-sample-size"),
            DurationConverters.toScala(CONFIG.getDuration("min-std-deviation")),
            DurationConverters.toScala(CONFIG.getDuration("acceptable-heartbeat-pause")),
            DurationConverters.toScala(CONFIG.getDuration("expected-response-after")),
            time),
        circle);
  }

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
  void thoseWhoAreNoticedSoonerAreNotBlamedSooner() {
    // One whose heartbeats never wavered is missed at once, the others a while later.
    for (int i = 0; i < 20; i++) {
      pass(Duration.ofSeconds(1), a);
      pass(Duration.ofSeconds(2), a, b, c);
    }
    for (int i = 0; i < 16; i++) {
      pass(Duration.ofMillis(500));
      assertThat(a.isAvailable()).isTrue();
    }
  }

  @Test
  void inTheEndItBlamesThem() {
    pass(Duration.ofSeconds(12));
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
    SelfDoubt fresh = detector();
    pass(Duration.ofSeconds(12));
    assertThat(fresh.isMonitoring()).isFalse();
    assertThat(a.isAvailable()).isFalse();
  }
}
