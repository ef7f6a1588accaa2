package io.lull.cluster.config.settings;

import io.lull.cluster.config.journal.JournalProfile;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where events are kept, and how patient whoever writes them is.
 *
 * @param file of the embedded journal
 * @param postgres of the other one
 * @param writeQueue how many events may wait to be written
 */
public record JournalSettings(
    JournalProfile profile,
    Path file,
    Postgres postgres,
    Duration connectLimit,
    int writeQueue,
    Breaker breaker,
    BackOff backOff) {
  private static final int CONNECTIONS_MAX = 100;
  private static final Duration CONNECT_MIN = Duration.ofMillis(250);
  private static final int QUEUE_MAX = 100_000;
  private static final int FAILURES_MAX = 1000;

  /** A database and who logs in; it says nothing of the password. */
  public record Postgres(String url, String user, int connections) {}

  /** When writes are refused at once, and for how long. */
  public record Breaker(int failures, Duration callLimit, Duration reset) {}

  /** How long an entity waits after a failed write, at first and at most. */
  public record BackOff(Duration min, Duration max) {}

  static JournalSettings read(SettingsReader reader) {
    // Pekko reads it; it is in no record, so that nobody logs it by chance.
    reader.optionalText("journal.postgres.password");
    JournalSettings settings =
        new JournalSettings(
            reader.of("journal.profile", "embedded or postgres", JournalProfile::ofKey),
            Path.of(reader.of("journal.embedded.file", "a path", JournalSettings::path)),
            new Postgres(
                reader.of("journal.postgres.url", "a JDBC address", JournalSettings::url),
                reader.text("journal.postgres.user"),
                reader.count("journal.postgres.connections", CONNECTIONS_MAX)),
            reader.time("journal.connect-limit"),
            reader.count("journal.write-queue", QUEUE_MAX),
            new Breaker(
                reader.count("journal.breaker.failures", FAILURES_MAX),
                reader.time("journal.breaker.call-limit"),
                reader.time("journal.breaker.reset")),
            new BackOff(reader.time("journal.back-off.min"), reader.time("journal.back-off.max")));
    reader.require(
        settings.backOff().min().compareTo(settings.backOff().max()) <= 0,
        "journal.back-off.min",
        "expected back-off.min ≤ back-off.max, but it is " + reader.shown("journal.back-off.min"));
    reader.require(
        settings.connectLimit().compareTo(settings.breaker().callLimit()) < 0,
        "journal.connect-limit",
        "expected connect-limit < breaker.call-limit, or a write would fail without its reason, but"
            + " it is "
            + reader.shown("journal.connect-limit"));
    reader.require(
        settings.connectLimit().compareTo(CONNECT_MIN) >= 0,
        "journal.connect-limit",
        "expected connect-limit ≥ 250 ms, the least that the pool of connections takes, but it is "
            + reader.shown("journal.connect-limit"));
    return settings;
  }

  /** SQLite takes what follows a question mark as its own settings. */
  private static String path(String text) {
    if (text.isBlank() || text.matches(".*[?%#].*")) {
      throw new IllegalArgumentException(
          "expected the path of a file without '?', '%' and '#', but it is " + text);
    }
    return text;
  }

  private static String url(String text) {
    if (!text.matches("jdbc:postgresql:.+")) {
      throw new IllegalArgumentException(
          "expected an address such as jdbc:postgresql://db:5432/lull, but it is " + text);
    }
    return text;
  }
}
