package io.lull.protocol.limit;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** Every limit by its name: what it bounds, its default, and why the default is what it is. */
public enum Setting {
  IDENTIFY(
      "identify",
      Duration.ofSeconds(30),
      "Identify and GatherWriterStatus",
      "both answer from memory, so half a minute already means that something is stuck"),
  BEGIN(
      "begin",
      Duration.ofSeconds(30),
      "BeginPrepareSnapshot",
      "a provider only starts its preparation here and finishes it in EndPrepareSnapshots"),
  PREPARE_FOR_BACKUP(
      "prepare-for-backup",
      Duration.ofMinutes(10),
      "PrepareForBackup",
      "VSS publishes none; nothing stands still yet, so a writer may take minutes"),
  PREPARE_FOR_SNAPSHOT(
      "prepare-for-snapshot",
      Duration.ofMinutes(10),
      "PrepareForSnapshot",
      "checkpoints and flushes belong here, so that the freeze itself is short"),
  END_PREPARE(
      "end-prepare",
      Duration.ofMinutes(10),
      "EndPrepareSnapshots",
      "a mirror may have to catch up before it can be split within the commit"),
  HOLD(
      "hold",
      Duration.ofSeconds(60),
      "one writer, from Freeze to its own thaw; a writer may declare less",
      "the window that VSS gives its writers; users of the application notice it"),
  FREEZE(
      "freeze",
      Duration.ofSeconds(30),
      "Freeze, all levels together",
      "the first writer frozen waits for the last, out of its own hold"),
  COMMIT(
      "commit",
      Duration.ofSeconds(10),
      "PreCommitSnapshots, CommitSnapshots and PostCommitSnapshots together",
      "VSS lets writes be held for as long; a good provider takes less than one second"),
  THAW(
      "thaw",
      Duration.ofSeconds(5),
      "Thaw, until it counts as unconfirmed; it is repeated until confirmed",
      "letting go is quick, and whoever must be called should be called soon"),
  PRE_FINAL(
      "pre-final",
      Duration.ofMinutes(2),
      "PreFinalCommitSnapshots",
      "copies become writable; applications run again, so nobody is in a hurry"),
  POST_FINAL(
      "post-final",
      Duration.ofMinutes(2),
      "PostFinalCommitSnapshots",
      "copies become read-only; applications run again, so nobody is in a hurry"),
  POST_SNAPSHOT(
      "post-snapshot",
      Duration.ofMinutes(10),
      "PostSnapshot",
      "a writer may recover its own data inside the copy"),
  BACKUP_COMPLETE(
      "backup-complete",
      Duration.ofMinutes(10),
      "BackupComplete",
      "a writer may truncate its logs, which takes as long as it takes"),
  ABORT(
      "abort",
      Duration.ofSeconds(10),
      "Abort and AbortSnapshots, one attempt; AbortBackup answers after it",
      "delivery goes on after the answer, so the requester need not wait for the slowest"),
  BACKUP_SHUTDOWN(
      "backup-shutdown",
      Duration.ofMinutes(1),
      "BackupShutdown",
      "a writer removes what it kept for one session"),
  DELETE(
      "delete",
      Duration.ofMinutes(5),
      "DeleteSnapshots",
      "removing a big copy reads and writes much of its metadata"),
  RESTORE(
      "restore",
      Duration.ofMinutes(10),
      "PreRestore and PostRestore, each",
      "a writer may stop and start its application, or recover what was restored"),
  VOLUMES_PER_SET(
      "volumes-per-set",
      64,
      "AddToSnapshotSet, for each host",
      "as VSS has it; all of them must be copied within one commit"),
  REQUESTER_LEASE(
      "requester-lease",
      Duration.ofMinutes(3),
      "the silence of a requester, until it counts as lost",
      "the sequence timer of MS-FSRVP"),
  SLOT_LEASE(
      "slot-lease",
      Duration.ofMinutes(2),
      "a creation slot that its session no longer renews",
      "longer than any window, so that it never falls due in one"),
  PREPARED_LEASE(
      "prepared-lease",
      Duration.ofHours(1),
      "what a provider prepared for a set whose abort never reached it",
      "longer than all preparation together, so that it never frees what is still wanted"),
  SLOT_RETRY_ATTEMPTS(
      "slot-retry-attempts",
      8,
      "StartSnapshotSet after SNAPSHOT_SET_IN_PROGRESS, only with --wait",
      "with the default back-off ten minutes in all, as long as another set may prepare"),
  SLOT_RETRY_BACKOFF(
      "slot-retry-backoff",
      Duration.ofSeconds(5),
      "the first wait between those attempts; each next one is twice as long",
      "most sets are created within seconds"),
  WRITER_SESSIONS(
      "writer-sessions",
      64,
      "the sessions whose state one writer keeps; the oldest is forgotten first",
      "as VSS has it"),
  ABANDONED_SESSION(
      "abandoned-session",
      Duration.ofDays(2),
      "the state of a session that a writer heard nothing more about",
      "as VSS has it; copying the data of a big set takes a day");

  /** How a setting is written. */
  public enum Unit {
    /** A length of time. */
    TIME,
    /** A number of things. */
    COUNT
  }

  private final String key;
  private final Unit unit;
  private final Duration time;
  private final int count;
  private final String bounds;
  private final String why;

  Setting(String key, Duration time, String bounds, String why) {
    this(key, Unit.TIME, time, 0, bounds, why);
  }

  Setting(String key, int count, String bounds, String why) {
    this(key, Unit.COUNT, Duration.ZERO, count, bounds, why);
  }

  Setting(String key, Unit unit, Duration time, int count, String bounds, String why) {
    this.key = key;
    this.unit = unit;
    this.time = time;
    this.count = count;
    this.bounds = bounds;
    this.why = why;
  }

  public static Optional<Setting> ofKey(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }

  public String key() {
    return key;
  }

  public Unit unit() {
    return unit;
  }

  /** The default of a setting of time; asking a count for it is a mistake of the caller. */
  public Duration defaultTime() {
    require(Unit.TIME);
    return time;
  }

  /** The default of a setting that counts; asking a time for it is a mistake of the caller. */
  public int defaultCount() {
    require(Unit.COUNT);
    return count;
  }

  /** The event, call or thing that the setting bounds, in the words of the protocol. */
  public String bounds() {
    return bounds;
  }

  /** Why the default is what it is, without a full stop. */
  public String why() {
    return why;
  }

  void require(Unit wanted) {
    if (unit != wanted) {
      throw new IllegalArgumentException(
          "expected a setting of unit " + wanted + ", but " + key + " is a " + unit);
    }
  }
}
