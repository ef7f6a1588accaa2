package io.lull.node.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What /metrics has answered, read as Prometheus reads it. */
record Scrape(List<Sample> samples, Map<String, String> types, Map<String, String> helps) {
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");
  private static final Pattern ABOUT = Pattern.compile("# (HELP|TYPE) (\\S+) (.*)");

  /** One line of it. */
  record Sample(String name, Map<String, String> labels, double value) {}

  static Scrape of(String text) {
    Scrape scrape = new Scrape(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    text.lines().forEach(scrape::read);
    return scrape;
  }

  private void read(String line) {
    Matcher about = ABOUT.matcher(line);
    if (about.matches()) {
      (about.group(1).equals("HELP") ? helps : types).put(about.group(2), about.group(3));
      return;
    }
    Matcher sample = SAMPLE.matcher(line);
    if (!sample.matches()) {
      throw new AssertionError("expected a sample, but the line is: " + line);
    }
    Map<String, String> labels = new LinkedHashMap<>();
    Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    double value = sample.group(3).equals("+Inf") ? Double.POSITIVE_INFINITY : number(sample);
    samples.add(new Sample(sample.group(1), labels, value));
  }

  private static double number(Matcher sample) {
    return Double.parseDouble(sample.group(3));
  }

  /** The one value of a metric with these labels, given as name, value and so on. */
  double value(String name, String... labels) {
    List<Sample> found =
        samples.stream()
            .filter(sample -> sample.name().equals(name) && has(sample, labels))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError("expected one " + name + " " + List.of(labels) + ": " + found);
    }
    return found.getFirst().value();
  }

  private static boolean has(Sample sample, String... labels) {
    for (int i = 0; i < labels.length; i += 2) {
      if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
        return false;
      }
    }
    return true;
  }

  /** The samples of a metric, which for a histogram have longer names. */
  List<Sample> of(String metric, String type) {
    List<String> names =
        type.equals("histogram")
            ? List.of(metric + "_bucket", metric + "_count", metric + "_sum")
            : List.of(metric);
    return samples.stream().filter(sample -> names.contains(sample.name())).toList();
  }

  SortedSet<String> labelsOf(String sampleName) {
    SortedSet<String> labels = new TreeSet<>();
    samples.stream()
        .filter(sample -> sample.name().equals(sampleName))
        .forEach(sample -> labels.addAll(sample.labels().keySet()));
    return labels;
  }
}
