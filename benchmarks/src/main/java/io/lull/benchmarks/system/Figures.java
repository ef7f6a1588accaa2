package io.lull.benchmarks.system;

import java.util.Arrays;
import java.util.Locale;

/** What a series of measurements says, in one unit. */
final class Figures {
  private final String unit;
  private final double[] sorted;

  private Figures(String unit, double[] sorted) {
    if (sorted.length == 0) {
      throw new IllegalArgumentException("expected a measurement, but there is none");
    }
    this.unit = unit;
    this.sorted = sorted;
  }

  static Figures of(String unit, double... values) {
    return new Figures(unit, Arrays.stream(values).sorted().toArray());
  }

  static Figures millis(long[] nanos) {
    return of("ms", Arrays.stream(nanos).mapToDouble(n -> n / 1e6).toArray());
  }

  double min() {
    return sorted[0];
  }

  double max() {
    return sorted[sorted.length - 1];
  }

  double median() {
    return at(0.5);
  }

  /** The smallest value that this part of all does not exceed. */
  double at(double part) {
    return sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)];
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "min %s, median %s, p99 %s, max %s %s (n = %d)",
        shown(min()),
        shown(median()),
        shown(at(0.99)),
        shown(max()),
        unit,
        sorted.length);
  }

  static String shown(double value) {
    double size = Math.abs(value);
    return String.format(Locale.ROOT, size < 10 ? "%.2f" : size < 100 ? "%.1f" : "%.0f", value);
  }
}
