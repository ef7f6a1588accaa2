package io.lull.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.window.ProviderMoments;
import io.lull.protocol.window.WindowMoments;
import io.lull.protocol.window.WindowReport;
import io.lull.protocol.window.WriterMoments;
import io.lull.wire.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final SessionId SESSION = new SessionId("s1");
  private static final int NEVER = -1;

  @Test
  void a_good_window_reads_as_it_went() {
    assertThat(
            told(
                100,
                List.of(writer("a/web", 0, 5, 80, 100), writer("b/db", 5, 20, 60, 80)),
                List.of(copy("b/lvm", 20, 60))))
        .containsExactly(
            "a/web FREEZING 0-5",
            "a/web HELD 5-80",
            "a/web THAWING 80-100",
            "b/db FREEZING 5-20",
            "b/db HELD 20-60",
            "b/db THAWING 60-80",
            "b/lvm COPYING 20-60");
  }

  @Test
  void a_writer_that_never_stood_still_was_freezing_until_it_was_let_go() {
    assertThat(told(50, List.of(writer("a/web", 0, NEVER, 30, 50)), List.of()))
        .containsExactly("a/web FREEZING 0-30", "a/web THAWING 30-50");
  }

  @Test
  void a_writer_that_never_answered_anything_was_thawing_to_the_end() {
    assertThat(
            told(
                90,
                List.of(writer("a/web", 0, 1, 30, 32), writer("b/db", 1, NEVER, 30, NEVER)),
                List.of()))
        .containsExactly(
            "a/web FREEZING 0-1",
            "a/web HELD 1-30",
            "a/web THAWING 30-32",
            "b/db FREEZING 1-30",
            "b/db THAWING 30-90");
  }

  @Test
  void a_copy_that_was_not_ended_had_its_time_until_the_abort() {
    assertThat(
            told(
                45,
                List.of(writer("a/web", 0, 5, 40, 45)),
                List.of(copy("b/lvm", 5, 20), copy("c/lvm", 5, NEVER))))
        .containsExactly(
            "a/web FREEZING 0-5",
            "a/web HELD 5-40",
            "a/web THAWING 40-45",
            "b/lvm COPYING 5-20",
            "c/lvm COPYING 5-40");
  }

  @Test
  void without_writers_a_copy_that_was_not_ended_lasts_as_long_as_the_window() {
    assertThat(told(40, List.of(), List.of(copy("c/lvm", 0, NEVER))))
        .containsExactly("c/lvm COPYING 0-40");
  }

  @Test
  void what_was_journaled_before_moments_were_kept_has_none_to_show() {
    Timeline old = Timeline.of(SESSION, report(40, Optional.empty()));

    assertThat(old.spans()).isEmpty();
    assertThat(old.frozen()).isEqualTo(Duration.ofMillis(40));
  }

  private static List<String> told(
      int frozen, List<WriterMoments> writers, List<ProviderMoments> providers) {
    WindowReport report = report(frozen, Optional.of(new WindowMoments(writers, providers)));
    Timeline timeline = Timeline.of(SESSION, report);
    assertThat(timeline.session()).isEqualTo(SESSION);
    assertThat(Wire.json().read(Wire.json().write(timeline), Timeline.class)).isEqualTo(timeline);
    return timeline.spans().stream()
        .map(
            span ->
                "%s %s %d-%d"
                    .formatted(
                        span.who(), span.deed(), span.from().toMillis(), span.to().toMillis()))
        .toList();
  }

  private static WindowReport report(int frozen, Optional<WindowMoments> moments) {
    return new WindowReport(
        new SetId("set1"),
        Epoch.FIRST,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Set.of(),
        Duration.ofMillis(frozen),
        moments);
  }

  private static WriterMoments writer(String name, int freeze, int held, int thaw, int running) {
    String[] parts = name.split("/", 2);
    return new WriterMoments(
        new WriterId(new HostId(parts[0]), parts[1]),
        Duration.ofMillis(freeze),
        at(held),
        at(thaw),
        at(running));
  }

  private static ProviderMoments copy(String name, int from, int to) {
    String[] parts = name.split("/", 2);
    return new ProviderMoments(
        new ProviderId(new HostId(parts[0]), parts[1]), Duration.ofMillis(from), at(to));
  }

  private static Optional<Duration> at(int millis) {
    return millis == NEVER ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
  }
}
