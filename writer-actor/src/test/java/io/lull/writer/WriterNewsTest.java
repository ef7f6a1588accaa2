package io.lull.writer;

import static io.lull.writer.Stage.LEASE;
import static io.lull.writer.Stage.X;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterState;
import io.lull.protocol.writer.WriterStep;
import io.lull.wire.api.WriterView;
import io.lull.writer.test.Deed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a writer shows of itself to whoever looks. */
@Timeout(120)
class WriterNewsTest {
  private static final ActorTestKit KIT = ActorTestKit.create(ManualTime.config());
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Stage stage = new Stage(KIT);

  @AfterEach
  void close() {
    stage.close();
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private WriterView view() {
    return stage.news.view(Stage.WRITER, WriterFixture.LIFE, stage.clock.get(), NOW);
  }

  @Test
  void a_writer_that_nobody_has_asked_is_stable() {
    assertThat(view())
        .extracting(
            WriterView::state,
            WriterView::leaseLeft,
            WriterView::holds,
            WriterView::typicalHold,
            WriterView::lastFault)
        .containsExactly(
            WriterState.STABLE, Optional.empty(), 0L, Optional.empty(), Optional.empty());
  }

  @Test
  void a_hold_shows_what_is_left_of_its_lease_and_then_how_long_it_stood() {
    HoldToken token = stage.frozen(X);
    assertThat(view().state()).isEqualTo(WriterState.WAITING_FOR_THAW);
    assertThat(view().leaseLeft()).contains(LEASE);
    assertThat(view().holds()).isZero();

    stage.pass(Duration.ofSeconds(2));
    assertThat(view().leaseLeft()).contains(LEASE.minusSeconds(2));
    assertThat(stage.ask(stage.thaw(X, token))).isInstanceOf(WriterReply.Thawed.class);

    assertThat(view().state()).isEqualTo(WriterState.WAITING_FOR_POST_SNAPSHOT);
    assertThat(view().leaseLeft()).isEmpty();
    assertThat(view().holds()).isEqualTo(1);
    assertThat(view().typicalHold()).contains(Duration.ofSeconds(2));
    assertThat(view().lastFault()).isEmpty();
  }

  @Test
  void what_went_wrong_last_stays_with_its_time() {
    stage.prepare(X);
    stage.writer.script().then(WriterStep.FREEZE, Deed.of(Deed.Kind.RETRYABLE));
    stage.freeze(X);
    stage.heard();

    stage.pass(Duration.ofSeconds(7));

    assertThat(view().state()).isEqualTo(WriterState.FAILED_AT_FREEZE);
    assertThat(view().lastFault()).map(Fault::failure).contains(Failure.WRITER_RETRYABLE);
    assertThat(view().lastFaultAt()).contains(NOW.minusSeconds(7));
    assertThat(view().holds()).isZero();
  }

  @Test
  void a_hold_that_lapsed_counts_as_one_and_as_a_fault() {
    HoldToken token = stage.frozen(X);

    stage.pass(LEASE.plusSeconds(1));
    assertThat(stage.ask(stage.thaw(X, token))).isNotInstanceOf(WriterReply.Thawed.class);

    assertThat(view().holds()).isEqualTo(1);
    assertThat(view().leaseLeft()).isEmpty();
    assertThat(view().lastFault()).map(Fault::failure).contains(Failure.WRITER_TIMEOUT);
  }

  private WriterNews.Figures figures() {
    return stage.news.figures(stage.clock.get());
  }

  @Test
  void whoever_holds_says_that_something_stands_and_for_how_long() {
    assertThat(figures().frozen()).isFalse();
    HoldToken token = stage.frozen(X);
    stage.pass(Duration.ofSeconds(2));

    assertThat(figures())
        .extracting(WriterNews.Figures::frozen, WriterNews.Figures::leaseLeft)
        .containsExactly(true, LEASE.minusSeconds(2));
    assertThat(figures().holds().upTo()).containsOnly(0L);

    stage.ask(stage.thaw(X, token));
    WriterNews.Figures after = figures();
    assertThat(after)
        .extracting(
            WriterNews.Figures::frozen, WriterNews.Figures::leaseLeft, WriterNews.Figures::lapses)
        .containsExactly(false, Duration.ZERO, 0L);
    assertThat(after.holds().total()).isEqualTo(Duration.ofSeconds(2));
    // The first bound that two seconds do not exceed.
    assertThat(after.holds().upTo().indexOf(1L))
        .isEqualTo(HoldCounts.BOUNDS.indexOf(Duration.ofMillis(2500)));
  }

  @Test
  void what_it_has_done_is_told_when_nothing_of_it_stands_any_more() {
    HoldToken token = stage.frozen(X);
    assertThat(stage.noted).noneMatch(line -> line.contains("FREEZE"));

    stage.ask(stage.thaw(X, token));
    stage.ask(stage.thaw(X, token));

    String about =
        "frozen: false, {session=%s, set=%s} %s "
            .formatted(X.session(), X.set(), WriterFixture.WRITER);
    assertThat(stage.noted)
        .contains(about + "FREEZE answered, is FROZEN", about + "THAW answered, is THAWED");
    assertThat(stage.noted.toString()).doesNotContain(token.toString());
  }

  @Test
  void a_hold_that_its_lease_ended_is_a_lapse_and_stands_no_more() {
    stage.frozen(X);

    stage.pass(LEASE.plusSeconds(1));
    stage.ask(stage.thaw(X, WriterFixture.token(7)));

    assertThat(figures().lapses()).isOne();
    assertThat(figures().frozen()).isFalse();
  }

  @Test
  void a_hold_longer_than_all_bounds_is_counted_last_and_one_at_a_bound_below_it() {
    HoldTimes times = new HoldTimes();
    times.add(Duration.ofMinutes(2));
    times.add(HoldCounts.BOUNDS.getFirst());

    assertThat(times.counts().upTo()).hasSize(HoldCounts.BOUNDS.size() + 1);
    assertThat(times.counts().upTo().getLast()).isOne();
    assertThat(times.counts().upTo().getFirst()).isOne();
    assertThat(times.counts().total())
        .isEqualTo(Duration.ofMinutes(2).plus(HoldCounts.BOUNDS.getFirst()));
  }

  @Test
  void typical_is_what_all_but_the_longest_of_a_hundred_did_not_exceed() {
    HoldTimes times = new HoldTimes();
    assertThat(times.typical()).isEmpty();
    for (long milli : List.of(3L, 9L, 4L)) {
      times.add(Duration.ofMillis(milli));
    }
    assertThat(times.typical()).contains(Duration.ofMillis(9));

    LongStream.rangeClosed(1, 100).forEach(milli -> times.add(Duration.ofMillis(milli)));

    assertThat(times.typical()).contains(Duration.ofMillis(99));
    assertThat(times.count()).isEqualTo(103);
  }
}
