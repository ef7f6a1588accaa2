package io.lull.cli.cleanup;

import io.lull.cli.frame.Trouble;
import io.lull.cli.text.Times;
import io.lull.protocol.retention.RetentionPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What somebody says about which sets stay; of what he does not say the node's settings do. */
final class Keep {
  @Option(
      names = "--keep-last",
      paramLabel = "N",
      description = "Keep so many newest sets of the same volumes.")
  private @Nullable Integer last;

  @Option(
      names = "--keep-within",
      paramLabel = "TIME",
      converter = Age.class,
      description = "Keep those made so long before the last one but one, such as 7d.")
  private @Nullable Duration within;

  @Option(
      names = "--keep-hourly",
      paramLabel = "N",
      description = "Keep the newest of each of so many latest hours that have one.")
  private @Nullable Integer hourly;

  @Option(names = "--keep-daily", paramLabel = "N", description = "The same by days.")
  private @Nullable Integer daily;

  @Option(names = "--keep-weekly", paramLabel = "N", description = "The same by weeks.")
  private @Nullable Integer weekly;

  @Option(names = "--keep-monthly", paramLabel = "N", description = "The same by months.")
  private @Nullable Integer monthly;

  @Option(names = "--keep-yearly", paramLabel = "N", description = "The same by years.")
  private @Nullable Integer yearly;

  /** A time that may be 0, which takes a rule of the settings away. */
  static final class Age implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        return Times.age(text);
      } catch (IllegalArgumentException wrong) {
        throw new TypeConversionException(String.valueOf(wrong.getMessage()));
      }
    }
  }

  /** How a node is asked; what no policy can have is refused before anybody is. */
  String query() {
    demandPossible();
    List<String> rules = new ArrayList<>();
    add(rules, "last", last);
    if (within != null) {
      // Not 0, which would be another rule.
      long millis = within.isPositive() ? Math.max(1, within.toMillis()) : 0;
      rules.add("within=" + millis + "ms");
    }
    add(rules, "hourly", hourly);
    add(rules, "daily", daily);
    add(rules, "weekly", weekly);
    add(rules, "monthly", monthly);
    add(rules, "yearly", yearly);
    return rules.isEmpty() ? "" : "?" + String.join("&", rules);
  }

  private void demandPossible() {
    try {
      var _ =
          new RetentionPolicy(
              orNone(last),
              Objects.requireNonNullElse(within, Duration.ZERO),
              orNone(hourly),
              orNone(daily),
              orNone(weekly),
              orNone(monthly),
              orNone(yearly));
    } catch (IllegalArgumentException wrong) {
      throw Trouble.usage(String.valueOf(wrong.getMessage()), "See 'lull cleanup --help'");
    }
  }

  private static int orNone(@Nullable Integer count) {
    return count == null ? 0 : count;
  }

  private static void add(List<String> rules, String name, @Nullable Integer count) {
    if (count != null) {
      rules.add(name + "=" + count);
    }
  }
}
