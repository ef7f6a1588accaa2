package io.lull.protocol.restore;

/** Where a restore session stands, in the order of its life. */
public enum RestorePhase {
  /** Nobody has used it yet. */
  NEW,
  /** It serves a restore from one document. */
  INITIALIZED,
  /** The writers that are there are describing themselves. */
  GATHERING_METADATA,
  /** It is known which writers run; the requester chooses what to restore, and how. */
  SELECTING,
  /** The writers of chosen components make way for their files. */
  PRE_RESTORING,
  /** All of them have answered or had their time; their status is not yet known. */
  PRE_RESTORED,
  /** The writers say how they stand after PreRestore. */
  CHECKING_PRE_RESTORE,
  /** The requester puts files back and says of each component how that went. */
  RESTORING_FILES,
  /** The writers take over the files that are back. */
  POST_RESTORING,
  /** All of them have answered or had their time; their status is not yet known. */
  POST_RESTORED,
  /** The writers say how they stand after PostRestore. */
  CHECKING_POST_RESTORE,
  /** The writers have finished and the requester knows how. */
  COMPLETED,
  /** The requester is done or gone; the writers drop what they kept of the restore. */
  RELEASING,
  /** The session is over and is never used again. */
  RELEASED
}
