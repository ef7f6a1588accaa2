package io.lull.cli.text;

import io.lull.protocol.value.Visible;
import io.lull.wire.api.Timeline;
import io.lull.wire.api.Timeline.Deed;
import io.lull.wire.api.Timeline.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * A freeze window as a picture of text: a line for each participant, time from left to right.
 *
 * <p>What lasted at all has at least one character. More participants than a screen has lines are
 * folded: first into their hosts, then into one line for all that were held shorter than the rest.
 */
public final class Picture {
  private static final int ROWS = 20;
  private static final int NARROWEST_BAR = 10;

  private final int width;
  private final boolean unicode;

  /**
   * How pictures are drawn.
   *
   * @param unicode false for a terminal that has nothing but ASCII
   */
  public Picture(int width, boolean unicode) {
    this.width = width;
    this.unicode = unicode;
  }

  /** What one participant, or a group of them, did: from the first begin to the last end. */
  private record Row(String label, Map<Deed, Span> deeds) {
    Duration from() {
      return deeds.values().stream().map(Span::from).min(Duration::compareTo).orElseThrow();
    }

    Duration to() {
      return deeds.values().stream().map(Span::to).max(Duration::compareTo).orElseThrow();
    }

    double lasted() {
      return Times.inMillis(to()) - Times.inMillis(from());
    }
  }

  public List<String> lines(Timeline timeline) {
    List<String> lines = new ArrayList<>();
    lines.add("frozen " + Times.millis(timeline.frozen()) + ", session " + timeline.session());
    if (timeline.spans().isEmpty()) {
      return lines;
    }
    List<Row> rows = folded(timeline.spans());
    Duration whole =
        rows.stream().map(Row::to).reduce(timeline.frozen(), (a, b) -> a.compareTo(b) < 0 ? b : a);
    int label =
        Math.min(width / 3, rows.stream().mapToInt(row -> length(row.label())).max().orElse(0));
    int number = millis(whole, 1).length();
    int bar = Math.max(NARROWEST_BAR, width - label - 2 * number - 11);
    for (Row row : rows) {
      lines.add(
          padded(shortened(row.label(), label), label)
              + "  "
              + bar(row, whole, bar)
              + "  "
              + millis(row.from(), number)
              + (unicode ? " – " : " - ")
              + millis(row.to(), number)
              + " ms");
    }
    lines.add(legend(timeline));
    return lines;
  }

  private static List<Row> folded(List<Span> spans) {
    List<Row> rows = rows(spans, Span::who);
    if (rows.size() > ROWS) {
      Map<String, Long> members = new LinkedHashMap<>();
      rows.forEach(row -> members.merge(group(row.label()), 1L, Long::sum));
      rows =
          rows(
              spans,
              span -> {
                long count = members.getOrDefault(group(span.who()), 1L);
                return count == 1 ? span.who() : group(span.who()) + " (" + count + ")";
              });
    }
    return rows.size() > ROWS ? longest(rows) : rows;
  }

  private static List<Row> longest(List<Row> rows) {
    List<Row> sorted =
        rows.stream().sorted(Comparator.comparingDouble(Row::lasted).reversed()).toList();
    List<Row> kept = new ArrayList<>(sorted.subList(0, ROWS - 1));
    // Those that are shown stay in their order; only who is shown depends on how long it took.
    kept.sort(Comparator.comparingInt(rows::indexOf));
    List<Span> rest =
        sorted.subList(ROWS - 1, sorted.size()).stream()
            .flatMap(row -> row.deeds().values().stream())
            .toList();
    kept.addAll(rows(rest, _ -> (rows.size() - ROWS + 1) + " more"));
    return kept;
  }

  private static List<Row> rows(List<Span> spans, Function<Span, String> label) {
    Map<String, Map<Deed, Span>> rows = new LinkedHashMap<>();
    for (Span span : spans) {
      rows.computeIfAbsent(label.apply(span), _ -> new EnumMap<>(Deed.class))
          .merge(span.deed(), span, Picture::union);
    }
    return rows.entrySet().stream()
        .map(row -> new Row(Visible.of(row.getKey()), row.getValue()))
        .toList();
  }

  private static Span union(Span one, Span other) {
    return new Span(
        one.who(),
        one.deed(),
        one.from().compareTo(other.from()) < 0 ? one.from() : other.from(),
        one.to().compareTo(other.to()) > 0 ? one.to() : other.to());
  }

  /** The host of a participant, which is written {@code host/name}. */
  private static String group(String who) {
    int slash = who.indexOf('/');
    return slash < 0 ? who : who.substring(0, slash);
  }

  private String bar(Row row, Duration whole, int length) {
    int[] cells = new int[length];
    Arrays.fill(cells, ' ');
    // What matters most is drawn last, over what shares a character with it.
    for (Deed deed : new Deed[] {Deed.FREEZING, Deed.THAWING, Deed.COPYING, Deed.HELD}) {
      Span span = row.deeds().get(deed);
      if (span != null) {
        int from = Math.min(cell(span.from(), whole, length), length - 1);
        int to = Math.clamp(cell(span.to(), whole, length), from + 1, length);
        Arrays.fill(cells, from, to, symbol(deed));
      }
    }
    return new String(cells, 0, length);
  }

  private static int cell(Duration at, Duration whole, int length) {
    if (!whole.isPositive()) {
      return 0;
    }
    double part = Times.inMillis(at) / Times.inMillis(whole);
    return Math.clamp(Math.round(part * length), 0, length);
  }

  private int symbol(Deed deed) {
    return switch (deed) {
      case FREEZING -> unicode ? '░' : '.';
      case HELD -> unicode ? '█' : '#';
      case THAWING -> unicode ? '▒' : '-';
      case COPYING -> unicode ? '▓' : '=';
    };
  }

  private String legend(Timeline timeline) {
    StringBuilder legend = new StringBuilder();
    for (Deed deed : Deed.values()) {
      if (timeline.spans().stream().anyMatch(span -> span.deed() == deed)) {
        legend.append(legend.isEmpty() ? "" : "  ").appendCodePoint(symbol(deed));
        legend.append(' ').append(deed.name().toLowerCase(Locale.ROOT));
      }
    }
    return legend.toString();
  }

  private static String millis(Duration at, int length) {
    return String.format(Locale.ROOT, "%" + length + ".1f", Times.inMillis(at));
  }

  /**
   * Keeps both ends of a long name: the host is at the one, what tells writers apart at the other.
   */
  private String shortened(String text, int length) {
    int points = length(text);
    if (points <= length) {
      return text;
    }
    String dots = unicode ? "…" : "~";
    int head = (length - 1) / 2;
    int tail = length - 1 - head;
    return text.substring(0, text.offsetByCodePoints(0, head))
        + dots
        + text.substring(text.offsetByCodePoints(0, points - tail));
  }

  private static String padded(String text, int length) {
    return text + " ".repeat(Math.max(0, length - length(text)));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
