package io.lull.protocol.writer;

import io.lull.protocol.limit.Limits;
import java.time.Duration;

/** What a writer can be told to handle, named as in VSS. */
public enum WriterStep {
  IDENTIFY,
  PREPARE_FOR_BACKUP,
  PREPARE_FOR_SNAPSHOT,
  FREEZE,
  THAW,
  POST_SNAPSHOT,
  BACKUP_COMPLETE,
  BACKUP_SHUTDOWN,
  ABORT,
  PRE_RESTORE,
  POST_RESTORE;

  /**
   * The step that a request asks for; one that only asks to be told something counts as IDENTIFY.
   */
  public static WriterStep of(WriterInput.WriterRequest request) {
    return switch (request) {
      case WriterInput.GatherStatus _ -> IDENTIFY;
      case WriterInput.PrepareForBackup _ -> PREPARE_FOR_BACKUP;
      case WriterInput.PrepareForSnapshot _ -> PREPARE_FOR_SNAPSHOT;
      case WriterInput.Freeze _ -> FREEZE;
      case WriterInput.Thaw _ -> THAW;
      case WriterInput.PostSnapshot _ -> POST_SNAPSHOT;
      case WriterInput.BackupComplete _ -> BACKUP_COMPLETE;
      case WriterInput.BackupShutdown _ -> BACKUP_SHUTDOWN;
      case WriterInput.Abort _ -> ABORT;
      case WriterInput.PreRestore _ -> PRE_RESTORE;
      case WriterInput.PostRestore _ -> POST_RESTORE;
    };
  }

  /** How long the step may take; none is without a limit. */
  public Duration limit(Limits limits) {
    return switch (this) {
      case IDENTIFY -> limits.identify();
      case PREPARE_FOR_BACKUP -> limits.prepareForBackup();
      case PREPARE_FOR_SNAPSHOT -> limits.prepareForSnapshot();
      case FREEZE -> limits.freeze();
      case THAW -> limits.thaw();
      case POST_SNAPSHOT -> limits.postSnapshot();
      case BACKUP_COMPLETE -> limits.backupComplete();
      case BACKUP_SHUTDOWN -> limits.backupShutdown();
      case ABORT -> limits.abort();
      case PRE_RESTORE, POST_RESTORE -> limits.restore();
    };
  }

  /** Whether it moves a creation on; a host bars such a step when it comes under an older slot. */
  public boolean creates() {
    return this == PREPARE_FOR_SNAPSHOT || this == FREEZE;
  }
}
