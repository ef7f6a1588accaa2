package io.lull.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.SessionId;
import io.lull.wire.api.OperationTimeline;
import io.lull.wire.api.Timeline;
import io.lull.wire.api.Timeline.Deed;
import io.lull.wire.api.Timeline.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PictureTest {
  private static Span span(String who, Deed deed, int from, int to) {
    return new Span(who, deed, Duration.ofNanos(from * 100_000L), Duration.ofNanos(to * 100_000L));
  }

  private static Timeline timeline(List<Span> spans) {
    return new Timeline(new SessionId("s-1"), Duration.ofMillis(40), spans);
  }

  private static final Timeline SHOP =
      timeline(
          List.of(
              span("a/shop", Deed.FREEZING, 0, 20),
              span("a/shop", Deed.HELD, 20, 380),
              span("a/shop", Deed.THAWING, 380, 400),
              span("b/db", Deed.FREEZING, 20, 100),
              span("b/db", Deed.HELD, 100, 300),
              span("b/lvm", Deed.COPYING, 120, 121)));

  @Test
  void shows_who_was_frozen_from_when_to_when() {
    assertThat(new Picture(64, true).lines(SHOP))
        .containsExactly(
            "frozen 40.0 ms, session s-1",
            "a/shop  " + "░░" + "█".repeat(35) + "▒▒" + "   0.0 – 40.0 ms",
            "b/db    "
                + "  "
                + "░".repeat(8)
                + "█".repeat(19)
                + " ".repeat(10)
                + "   2.0 – 30.0 ms",
            "b/lvm   " + " ".repeat(12) + "▓" + " ".repeat(26) + "  12.0 – 12.1 ms",
            "░ freezing  █ held  ▒ thawing  ▓ copying");
  }

  @Test
  void has_nothing_but_ascii_where_nothing_else_is_there() {
    assertThat(String.join("\n", new Picture(64, false).lines(SHOP)))
        .matches("[\\x20-\\x7e\\n]*")
        .contains("# held", "= copying");
  }

  @Test
  void is_never_wider_than_the_terminal() {
    for (int width = 40; width < 200; width++) {
      int bound = width;
      assertThat(new Picture(width, true).lines(SHOP))
          .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Math.max(bound, 42)));
    }
  }

  @Test
  void folds_many_writers_into_their_hosts_and_many_hosts_into_one_line() {
    List<Span> spans = new ArrayList<>();
    for (int host = 0; host < 30; host++) {
      for (int writer = 0; writer < 50; writer++) {
        spans.add(span("h" + host + "/w" + writer, Deed.HELD, writer, 100 + host + writer));
      }
    }

    List<String> lines = new Picture(80, true).lines(timeline(spans));

    assertThat(lines).hasSize(22);
    assertThat(lines.get(1)).startsWith("h11 (50)").endsWith(" 0.0 – 16.0 ms");
    assertThat(lines.get(20)).startsWith("11 more ").endsWith(" 0.0 – 15.9 ms");
  }

  @Test
  void survives_what_no_honest_node_sends() {
    Timeline hostile =
        new Timeline(
            new SessionId("s-1"),
            Duration.ZERO,
            List.of(
                new Span("\u001b[2J", Deed.HELD, Duration.ofSeconds(-5), Duration.ofSeconds(-9)),
                new Span("x", Deed.HELD, Duration.ofSeconds(Long.MAX_VALUE), Duration.ZERO)));

    assertThat(String.join("", new Picture(80, true).lines(hostile))).doesNotContain("\u001b");
  }

  private static OperationTimeline.Span span(
      String who, OperationTimeline.Deed deed, int from, int to) {
    return new OperationTimeline.Span(who, deed, Duration.ofMillis(from), Duration.ofMillis(to));
  }

  private static OperationTimeline stream(int lasted, List<OperationTimeline.Span> spans) {
    return new OperationTimeline(
        new SessionId("s-1"),
        Instant.EPOCH,
        Duration.ofMillis(lasted),
        spans,
        List.of(new OperationTimeline.Milestone("stored \u001b[2J", Duration.ofMillis(lasted))));
  }

  @Test
  void shows_what_of_a_stream_was_read_from_when_to_when() {
    OperationTimeline told =
        stream(
            40_000,
            List.of(
                span("a/shop", OperationTimeline.Deed.BEGINNING, 0, 10_000),
                span("a/shop", OperationTimeline.Deed.OPEN, 10_000, 40_000),
                span("logs", OperationTimeline.Deed.ROLLING, 20_000, 30_000),
                span("logs", OperationTimeline.Deed.READING, 30_000, 40_000)));

    assertThat(new Picture(64, true).lines(told))
        .containsExactly(
            "lasted 40 s, session s-1",
            "a/shop  " + "░".repeat(10) + "▒".repeat(30) + "   0.0 – 40.0 s",
            "logs    " + " ".repeat(20) + "░".repeat(10) + "█".repeat(10) + "  20.0 – 40.0 s",
            "░ beginning, rolling  ▒ open  █ reading",
            "40.0 s  stored \\u001b[2J");
    assertThat(String.join("\n", new Picture(64, false).lines(told))).matches("[\\x20-\\x7e\\n]*");
  }

  @Test
  void shows_each_time_that_a_writer_was_asked_the_same() {
    OperationTimeline told =
        stream(
            40,
            List.of(
                span("a/shop", OperationTimeline.Deed.CHECKING, 0, 10),
                span("a/shop", OperationTimeline.Deed.CHECKING, 30, 40)));

    assertThat(new Picture(64, true).lines(told).get(1))
        .containsPattern("a/shop  ░{9,10} {18,20}░{9,10}  ");
  }
}
