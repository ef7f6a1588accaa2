package io.lull.protocol.writer;

/** Where a writer stands with one set, in the order of its life. */
public enum WriterPhase {
  /** Nothing is kept: the set was never heard of, or so long ago that nothing is left of it. */
  ABSENT(WriterState.UNKNOWN),
  /** The handler of PrepareForBackup runs. */
  PREPARING_BACKUP(WriterState.STABLE),
  /** A backup is about to begin, and the writer has agreed to it. */
  BACKUP_PREPARED(WriterState.STABLE),
  /** The handler of PrepareForSnapshot runs. */
  PREPARING_SNAPSHOT(WriterState.STABLE),
  /** All long work is done; only now a Freeze is taken up. */
  SNAPSHOT_PREPARED(WriterState.WAITING_FOR_FREEZE),
  /** The lease is armed and the handler of Freeze runs; the application may stand still. */
  FREEZING(WriterState.WAITING_FOR_FREEZE),
  /** The application stands still, by the token of the hold. */
  FROZEN(WriterState.WAITING_FOR_THAW),
  /** The owner of the hold was asked to end it and to say how it stood. */
  THAWING(WriterState.WAITING_FOR_THAW),
  /** The hold stood until Thaw, and the application runs again. */
  THAWED(WriterState.WAITING_FOR_POST_SNAPSHOT),
  /** The handler of PostSnapshot runs. */
  POSTING(WriterState.WAITING_FOR_POST_SNAPSHOT),
  /** The copy exists and the requester stores it somewhere safe. */
  POSTED(WriterState.WAITING_FOR_BACKUP_COMPLETE),
  /** The handler of BackupComplete runs. */
  COMPLETING(WriterState.WAITING_FOR_BACKUP_COMPLETE),
  /** The backup is over for the writer; only the shutdown is still to come. */
  COMPLETED(WriterState.STABLE),
  /** The handler of PreRestore runs. */
  PRE_RESTORING(WriterState.STABLE),
  /** Files may be put back. */
  PRE_RESTORED(WriterState.STABLE),
  /** The handler of PostRestore runs. */
  POST_RESTORING(WriterState.STABLE),
  /** The restore is over for the writer. */
  POST_RESTORED(WriterState.STABLE),
  /** A step that holds nothing has failed; the coordinator decides what follows. */
  FAILED(WriterState.UNKNOWN),
  /** A hold that may exist is being ended, or the handler of Abort runs. */
  ABORTING(WriterState.UNKNOWN),
  /** Nothing is frozen, the clean-up is done, and the set can never be frozen again. */
  ABORTED(WriterState.STABLE),
  /** The handler of BackupShutdown runs. */
  SHUTTING_DOWN(WriterState.STABLE),
  /** The session is gone and all its state with it, except for a tombstone. */
  SHUT_DOWN(WriterState.STABLE),
  /** The state made room for another session or was collected; a tombstone remembers that. */
  FORGOTTEN(WriterState.UNKNOWN);

  private final WriterState state;

  WriterPhase(WriterState state) {
    this.state = state;
  }

  /** What a status round says of a writer in this phase that has not failed. */
  public WriterState state() {
    return state;
  }

  /** The phase in which a step is at work. */
  static WriterPhase during(WriterStep step) {
    return switch (step) {
      case IDENTIFY -> ABSENT;
      case PREPARE_FOR_BACKUP -> PREPARING_BACKUP;
      case PREPARE_FOR_SNAPSHOT -> PREPARING_SNAPSHOT;
      case FREEZE -> FREEZING;
      case THAW -> THAWING;
      case POST_SNAPSHOT -> POSTING;
      case BACKUP_COMPLETE -> COMPLETING;
      case BACKUP_SHUTDOWN -> SHUTTING_DOWN;
      case ABORT -> ABORTING;
      case PRE_RESTORE -> PRE_RESTORING;
      case POST_RESTORE -> POST_RESTORING;
    };
  }

  /** The phase that a step leads to when it does not fail. */
  static WriterPhase after(WriterStep step) {
    return switch (step) {
      case IDENTIFY -> ABSENT;
      case PREPARE_FOR_BACKUP -> BACKUP_PREPARED;
      case PREPARE_FOR_SNAPSHOT -> SNAPSHOT_PREPARED;
      case FREEZE -> FROZEN;
      case THAW -> THAWED;
      case POST_SNAPSHOT -> POSTED;
      case BACKUP_COMPLETE -> COMPLETED;
      case BACKUP_SHUTDOWN -> SHUT_DOWN;
      case ABORT -> ABORTED;
      case PRE_RESTORE -> PRE_RESTORED;
      case POST_RESTORE -> POST_RESTORED;
    };
  }
}
