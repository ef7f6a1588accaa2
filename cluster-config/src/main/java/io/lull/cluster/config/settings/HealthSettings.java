package io.lull.cluster.config.settings;

import java.time.Duration;

/**
 * When a node is fit for work.
 *
 * @param journalAge how old the last answer of the journal may be
 * @param every how often the journal is asked
 */
public record HealthSettings(Duration journalAge, Duration every) {
  static HealthSettings read(SettingsReader reader) {
    HealthSettings settings =
        new HealthSettings(reader.time("health.journal-age"), reader.time("health.every"));
    reader.require(
        settings.journalAge().compareTo(settings.every()) > 0,
        "health.journal-age",
        "expected journal-age > every, or a node would not be ready between two answers, but it is "
            + reader.shown("health.journal-age"));
    return settings;
  }
}
