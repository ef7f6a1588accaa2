package io.lull.cluster.config.journal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The two journals that there are, and in what they differ. */
public enum JournalProfile {
  /** One file of one process. Its only writer numbers events in the order of their commits. */
  EMBEDDED("", ""),
  /** One database of all coordinators. Numbers are drawn before commits, so they may overtake. */
  POSTGRES("SELECT pg_advisory_xact_lock(7401)", "LOCK TABLE event_journal IN SHARE MODE");

  /** The changes of the schema so far; what was released is never edited, only added to. */
  static final List<String> MIGRATIONS = List.of("1-journal");

  private final String lockSchema;
  private final String settleWriters;

  JournalProfile(String lockSchema, String settleWriters) {
    this.lockSchema = lockSchema;
    this.settleWriters = settleWriters;
  }

  /** How the settings call it; the resources of the profile are called alike. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role by which a coordinator shows others which journal it has. */
  public String role() {
    return "journal-" + key();
  }

  public static JournalProfile ofKey(String key) {
    return Arrays.stream(values())
        .filter(profile -> profile.key().equals(key))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("expected embedded or postgres, but it is " + key));
  }

  /** The statement that keeps others from migrating at the same time, or nothing. */
  String lockSchema() {
    return lockSchema;
  }

  /** The statement that waits until whoever writes has committed or given up, or nothing. */
  String settleWriters() {
    return settleWriters;
  }
}
