package io.lull.cluster.config.settings;

import io.lull.protocol.limit.Times;
import io.lull.protocol.retention.RetentionPolicy;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;

/**
 * Which sets stay when somebody cleans up.
 *
 * @param policy empty if nobody has said it, and then nobody can clean up without saying it
 * @param zone where the days, weeks, months and years of the policy begin
 */
public record RetentionSettings(RetentionPolicy policy, ZoneId zone) {
  private static final String WITHIN = "retention.within";

  static RetentionSettings read(SettingsReader reader) {
    return new RetentionSettings(
        new RetentionPolicy(
            count(reader, "last"),
            within(reader),
            count(reader, "hourly"),
            count(reader, "daily"),
            count(reader, "weekly"),
            count(reader, "monthly"),
            count(reader, "yearly")),
        reader.of("retention.zone", "a time zone", RetentionSettings::zone));
  }

  private static int count(SettingsReader reader, String rule) {
    String key = "retention." + rule;
    int count = reader.uncheckedCount(key);
    boolean good = count >= 0 && count <= RetentionPolicy.COUNT_MAX;
    reader.require(
        good,
        key,
        "expected a number of 0 to " + RetentionPolicy.COUNT_MAX + ", but it is " + count);
    return good ? count : 0;
  }

  private static Duration within(SettingsReader reader) {
    Duration within = reader.uncheckedTime(WITHIN);
    boolean good = !within.isNegative() && within.compareTo(RetentionPolicy.WITHIN_MAX) <= 0;
    reader.require(
        good,
        WITHIN,
        "expected a time of 0 to "
            + RetentionPolicy.WITHIN_MAX.toDays()
            + " days, but it is "
            + Times.text(within));
    return good ? within : Duration.ZERO;
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException unknown) {
      throw new IllegalArgumentException(
          "expected a time zone such as UTC or Europe/Berlin, but it is " + text, unknown);
    }
  }
}
