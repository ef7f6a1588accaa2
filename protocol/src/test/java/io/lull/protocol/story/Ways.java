package io.lull.protocol.story;

import io.lull.protocol.session.SessionPhase;
import java.util.List;

/** The shortest way of a story with one host into each phase. */
public final class Ways {
  private static final List<String> PREPARED = List.of("set up", "requester PrepareForBackup");

  private Ways() {}

  /** A story of an ordinary backup that stands in this phase. */
  public static Story to(SessionPhase phase, String... before) {
    Story story = Story.ofOne().then(before);
    way(phase).forEach(story::then);
    if (story.phase() != phase) {
      throw new IllegalStateException("expected a way to " + phase + ", but got " + story.phase());
    }
    return story;
  }

  private static List<String> way(SessionPhase phase) {
    String create = "requester DoSnapshotSet";
    return switch (phase) {
      case NEW -> List.of();
      case INITIALIZED -> List.of("requester InitializeForBackup");
      case GATHERING_METADATA ->
          List.of(
              "requester InitializeForBackup",
              "let a/db keep Identify",
              "requester GatherWriterMetadata");
      case METADATA_GATHERED ->
          List.of(
              "requester InitializeForBackup",
              "requester SetBackupState",
              "requester GatherWriterMetadata");
      case TAKING_SLOTS ->
          List.of(
              "requester InitializeForBackup",
              "requester GatherWriterMetadata",
              "let a keep TakeSlot",
              "requester StartSnapshotSet");
      case SET_STARTED -> List.of("set up");
      case PREPARING_BACKUP ->
          List.of("set up", "let a/db keep PrepareForBackup", "requester PrepareForBackup");
      case BACKUP_PREPARED -> PREPARED;
      case PREPARING_SNAPSHOT -> creating("let a/db keep PrepareForSnapshot");
      case ENDING_PREPARE -> creating("let a/disk keep EndPrepare");
      case WINDOW_OPEN -> creating("let a/disk keep Commit");
      case PRE_FINAL_COMMITTING -> creating("let a/disk keep PreFinalCommit");
      case POST_SNAPSHOTTING -> creating("let a/db keep PostSnapshot");
      case POST_FINAL_COMMITTING -> creating("let a/disk keep PostFinalCommit");
      case SNAPSHOT_CREATED -> further(create);
      case COMPLETING ->
          further(create, "let a/db keep BackupComplete", "requester BackupComplete");
      case BACKUP_COMPLETED -> further(create, "requester BackupComplete");
      case ABORTING -> further("let a/db keep Abort", "requester AbortBackup");
      case CREATION_FAILED -> creating("let a/db fail Freeze");
      case BACKUP_ABORTED -> further("requester AbortBackup");
      case RELEASING -> further("let a/db keep BackupShutdown", "requester Release");
      case RELEASED -> further("requester Release");
    };
  }

  private static List<String> creating(String cue) {
    return further(cue, "requester DoSnapshotSet");
  }

  private static List<String> further(String... lines) {
    List<String> way = new java.util.ArrayList<>(PREPARED);
    way.addAll(List.of(lines));
    return way;
  }
}
