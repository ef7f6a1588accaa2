package io.lull.protocol.session;

/** Where a backup session stands, in the order of its life. */
public enum SessionPhase {
  /** Nobody has used it yet. */
  NEW,
  /** It serves a backup, and is being set up. */
  INITIALIZED,
  /** The writers are describing themselves. */
  GATHERING_METADATA,
  /** It is known who is there and what can be chosen. */
  METADATA_GATHERED,
  /** The creation slots of all hosts concerned are being asked for. */
  TAKING_SLOTS,
  /** A set is being put together; the hosts' creation slots are ours. */
  SET_STARTED,
  /** The writers are told what will be backed up. */
  PREPARING_BACKUP,
  /** All writers have answered; the requester decides whether their objections matter. */
  BACKUP_PREPARED,
  /** The writers do their long work; the members of the set are fixed. */
  PREPARING_SNAPSHOT,
  /** The providers end their preparations. */
  ENDING_PREPARE,
  /** The freeze window is open; nothing is journaled until it has closed. */
  WINDOW_OPEN,
  /** The writers run again; the copies are made reachable and writable. */
  PRE_FINAL_COMMITTING,
  /** The writers may work on their files in the copies. */
  POST_SNAPSHOTTING,
  /** The copies are made read-only for good. */
  POST_FINAL_COMMITTING,
  /** The set exists and its grade is known; the requester copies data from it. */
  SNAPSHOT_CREATED,
  /** The writers are told that the backup is stored. */
  COMPLETING,
  /** The backup is complete. */
  BACKUP_COMPLETED,
  /** Writers return to normal running and copies are dropped. */
  ABORTING,
  /** The set could not be created; the requester should abort and release. */
  CREATION_FAILED,
  /** The requester gave the backup up. */
  BACKUP_ABORTED,
  /** The requester is gone or done; writers drop their state and auto-release copies go. */
  RELEASING,
  /** The session is never used again, but for deleting a set that outlived it. */
  RELEASED
}
