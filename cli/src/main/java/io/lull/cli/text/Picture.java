package io.lull.cli.text;

import io.lull.protocol.value.Visible;
import io.lull.wire.api.OperationTimeline;
import io.lull.wire.api.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A timeline as a picture of text: a line for each participant, time from left to right.
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

  /** How what somebody does is drawn, from what matters least to what is drawn over all else. */
  private enum Shade {
    LIGHT('░', '.'),
    MIDDLE('▒', '-'),
    DARK('▓', '='),
    FULL('█', '#');

    private final char shown;
    private final char ascii;

    Shade(char shown, char ascii) {
      this.shown = shown;
      this.ascii = ascii;
    }
  }

  /** What one participant did for a while. */
  private record Strip(String who, Enum<?> deed, Shade shade, Duration from, Duration to) {}

  /** What one participant, or a group of them, did: from the first begin to the last end. */
  private record Row(String label, List<Strip> strips) {
    Duration from() {
      return strips.stream().map(Strip::from).min(Duration::compareTo).orElseThrow();
    }

    Duration to() {
      return strips.stream().map(Strip::to).max(Duration::compareTo).orElseThrow();
    }

    double lasted() {
      return Times.inMillis(to()) - Times.inMillis(from());
    }
  }

  /** The freeze window of a set. */
  public List<String> lines(Timeline timeline) {
    List<String> lines = new ArrayList<>();
    lines.add("frozen " + Times.millis(timeline.frozen()) + ", session " + timeline.session());
    lines.addAll(
        drawn(
            timeline.spans().stream()
                .map(s -> new Strip(s.who(), s.deed(), shade(s.deed()), s.from(), s.to()))
                .toList(),
            timeline.frozen(),
            Unit.MILLIS));
    return lines;
  }

  /** A stream or a restore, with what happened in it at once. */
  public List<String> lines(OperationTimeline timeline) {
    Unit unit = timeline.lasted().toSeconds() < 10 ? Unit.MILLIS : Unit.SECONDS;
    List<String> lines = new ArrayList<>();
    lines.add("lasted " + Times.text(timeline.lasted()) + ", session " + timeline.session());
    lines.addAll(
        drawn(
            timeline.spans().stream()
                .map(s -> new Strip(s.who(), s.deed(), shade(s.deed()), s.from(), s.to()))
                .toList(),
            timeline.lasted(),
            unit));
    List<OperationTimeline.Milestone> first = timeline.milestones().stream().limit(ROWS).toList();
    int number =
        first.stream().mapToInt(stone -> unit.number(stone.at(), 1).length()).max().orElse(0);
    first.forEach(
        stone ->
            lines.add(
                Visible.of(unit.number(stone.at(), number) + unit.name + "  " + stone.what())));
    if (first.size() < timeline.milestones().size()) {
      lines.add(
          "and " + (timeline.milestones().size() - first.size()) + " more, which its log has");
    }
    return lines;
  }

  /** In what times are told, always to the tenth. */
  private enum Unit {
    MILLIS(" ms", 1),
    SECONDS(" s", 1e3);

    private final String name;
    private final double millis;

    Unit(String name, double millis) {
      this.name = name;
      this.millis = millis;
    }

    String number(Duration at, int length) {
      return String.format(Locale.ROOT, "%" + length + ".1f", Times.inMillis(at) / millis);
    }
  }

  private List<String> drawn(List<Strip> strips, Duration lasted, Unit unit) {
    if (strips.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    List<Row> rows = folded(strips);
    Duration whole =
        rows.stream().map(Row::to).reduce(lasted, (a, b) -> a.compareTo(b) < 0 ? b : a);
    int label =
        Math.min(width / 3, rows.stream().mapToInt(row -> length(row.label())).max().orElse(0));
    int number = unit.number(whole, 1).length();
    int bar = Math.max(NARROWEST_BAR, width - label - 2 * number - 8 - unit.name.length());
    for (Row row : rows) {
      lines.add(
          padded(shortened(row.label(), label), label)
              + "  "
              + bar(row, whole, bar)
              + "  "
              + unit.number(row.from(), number)
              + (unicode ? " – " : " - ")
              + unit.number(row.to(), number)
              + unit.name);
    }
    lines.add(legend(strips));
    return lines;
  }

  private static List<Row> folded(List<Strip> strips) {
    List<Row> rows = rows(strips, Strip::who);
    if (rows.size() > ROWS) {
      Map<String, Long> members = new LinkedHashMap<>();
      rows.forEach(row -> members.merge(group(row.label()), 1L, Long::sum));
      rows =
          rows(
              strips,
              strip -> {
                long count = members.getOrDefault(group(strip.who()), 1L);
                return count == 1 ? strip.who() : group(strip.who()) + " (" + count + ")";
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
    List<Strip> rest =
        sorted.subList(ROWS - 1, sorted.size()).stream()
            .flatMap(row -> row.strips().stream())
            .toList();
    kept.addAll(rows(rest, _ -> (rows.size() - ROWS + 1) + " more"));
    return kept;
  }

  private static List<Row> rows(List<Strip> strips, Function<Strip, String> label) {
    Map<String, List<Strip>> rows = new LinkedHashMap<>();
    for (Strip strip : strips) {
      rows.computeIfAbsent(label.apply(strip), _ -> new ArrayList<>()).add(strip);
    }
    return rows.entrySet().stream()
        .map(row -> new Row(Visible.of(row.getKey()), row.getValue()))
        .toList();
  }

  /** The host of a participant, which is written {@code host/name}. */
  private static String group(String who) {
    int slash = who.indexOf('/');
    return slash < 0 ? who : who.substring(0, slash);
  }

  private String bar(Row row, Duration whole, int length) {
    char[] cells = new char[length];
    Arrays.fill(cells, ' ');
    // What matters most is drawn last, over what shares a character with it.
    row.strips().stream()
        .sorted(Comparator.comparing(Strip::shade))
        .forEach(
            strip -> {
              int from = Math.min(cell(strip.from(), whole, length), length - 1);
              int to = Math.clamp(cell(strip.to(), whole, length), from + 1, length);
              Arrays.fill(cells, from, to, symbol(strip.shade()));
            });
    return new String(cells);
  }

  private static int cell(Duration at, Duration whole, int length) {
    if (!whole.isPositive()) {
      return 0;
    }
    double part = Times.inMillis(at) / Times.inMillis(whole);
    return Math.clamp(Math.round(part * length), 0, length);
  }

  private char symbol(Shade shade) {
    return unicode ? shade.shown : shade.ascii;
  }

  private static Shade shade(Timeline.Deed deed) {
    return switch (deed) {
      case FREEZING -> Shade.LIGHT;
      case HELD -> Shade.FULL;
      case THAWING -> Shade.MIDDLE;
      case COPYING -> Shade.DARK;
    };
  }

  private static Shade shade(OperationTimeline.Deed deed) {
    return switch (deed) {
      case BEGINNING, ROLLING, IDENTIFYING, CHECKING -> Shade.LIGHT;
      case OPEN, STORING, TAKING_OVER, DROPPING -> Shade.MIDDLE;
      case STOPPED, LOST, MAKING_WAY -> Shade.DARK;
      case READING, PUTTING_BACK -> Shade.FULL;
    };
  }

  /** Deeds in their order, those that look alike behind one sign. */
  private String legend(List<Strip> strips) {
    Map<Shade, Set<Enum<?>>> names = new LinkedHashMap<>();
    for (Strip strip : strips) {
      names.computeIfAbsent(strip.shade(), _ -> new LinkedHashSet<>()).add(strip.deed());
    }
    return names.entrySet().stream()
        .map(
            each ->
                symbol(each.getKey())
                    + " "
                    + each.getValue().stream()
                        .map(deed -> deed.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("  "));
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
