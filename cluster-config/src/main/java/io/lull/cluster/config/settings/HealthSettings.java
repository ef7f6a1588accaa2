package io.lull.cluster.config.settings;

import java.time.Duration;
import java.util.Optional;

/**
 * When a node is fit for work.
 *
 * @param journalAge how old the last answer of the journal may be
 * @param every how often the journal is asked
 * @param listen where to answer whoever asks over HTTP; empty for nowhere
 */
public record HealthSettings(Duration journalAge, Duration every, Optional<NodeAddress> listen) {
  static HealthSettings read(SettingsReader reader) {
    HealthSettings settings =
        new HealthSettings(
            reader.time("health.journal-age"),
            reader.time("health.every"),
            reader.of("health.listen", "an address with port", HealthSettings::address));
    reader.require(
        settings.journalAge().compareTo(settings.every()) > 0,
        "health.journal-age",
        "expected journal-age > every, or a node would not be ready between two answers, but it is "
            + reader.shown("health.journal-age"));
    return settings;
  }

  private static Optional<NodeAddress> address(String text) {
    return text.isBlank() ? Optional.empty() : Optional.of(NodeAddress.parse(text));
  }
}
