package io.lull.protocol.provider;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Where one set stands with a provider, in the order of its life. */
public enum ProviderPhase {
  /** Nothing is known of the set here. */
  ABSENT,
  /** Unfinished copies of an earlier life of the host were found; their session decides on them. */
  LEFT_OVER,
  /** Volumes are being begun or are begun; more may come. */
  PREPARING,
  /** EndPrepare waits until everything that was begun is prepared. */
  ENDING_PREPARE,
  /** Everything is prepared and waits for the writers to stand still. */
  PREPARED,
  /** The last short work before the commit is being done. */
  PRE_COMMITTING,
  /** The commit may come. */
  PRE_COMMITTED,
  /** The copies are being made. */
  COMMITTING,
  /** The copies are made and the receipt is given. */
  COMMITTED,
  /** The provider tidies up while the writers still stand. */
  POST_COMMITTING,
  /** The copies stand, but the set is not finished and an abort removes them. */
  POST_COMMITTED,
  /** The copies are being made reachable and writable. */
  PRE_FINAL_COMMITTING,
  /** The writers may change their own files in the copies. */
  PRE_FINAL_COMMITTED,
  /** The copies are being made read-only for good. */
  POST_FINAL_COMMITTING,
  /** The set is finished; only DeleteSnapshots or the end of its session removes a copy. */
  CREATED,
  /** The set has failed here and everything of it is being removed, however often that takes. */
  ABORTING,
  /** Everything of the failed set is gone; its id is remembered so that it never comes back. */
  ABORTED,
  /** The finished set outlived its session and is being removed, however often that takes. */
  DELETING,
  /** All copies of the finished set were deleted. */
  DELETED;

  /** From the first BeginPrepare on until the set is finished or given up. */
  static final Set<ProviderPhase> UNFINISHED =
      Collections.unmodifiableSet(EnumSet.range(PREPARING, POST_FINAL_COMMITTING));

  /** Those in which a set holds nothing any more and can be forgotten some day. */
  static final Set<ProviderPhase> GONE = Collections.unmodifiableSet(EnumSet.of(ABORTED, DELETED));

  public boolean isUnfinished() {
    return UNFINISHED.contains(this);
  }

  /** Whether the copies are open for the writers' own changes, from PreFinal to PostFinalCommit. */
  public boolean isWritable() {
    return this == PRE_FINAL_COMMITTING
        || this == PRE_FINAL_COMMITTED
        || this == POST_FINAL_COMMITTING;
  }

  /** The phase while a step is done; a step that moves the set on has one. */
  static ProviderPhase during(ProviderStep step) {
    return switch (step) {
      case BEGIN_PREPARE -> PREPARING;
      case END_PREPARE -> ENDING_PREPARE;
      case PRE_COMMIT -> PRE_COMMITTING;
      case COMMIT -> COMMITTING;
      case POST_COMMIT -> POST_COMMITTING;
      case PRE_FINAL_COMMIT -> PRE_FINAL_COMMITTING;
      case POST_FINAL_COMMIT -> POST_FINAL_COMMITTING;
      case ABORT_SNAPSHOTS -> ABORTING;
      case DELETE_SNAPSHOTS -> DELETING;
    };
  }

  /** The phase after a step has succeeded. */
  static ProviderPhase after(ProviderStep step) {
    return switch (step) {
      case BEGIN_PREPARE -> PREPARING;
      case END_PREPARE -> PREPARED;
      case PRE_COMMIT -> PRE_COMMITTED;
      case COMMIT -> COMMITTED;
      case POST_COMMIT -> POST_COMMITTED;
      case PRE_FINAL_COMMIT -> PRE_FINAL_COMMITTED;
      case POST_FINAL_COMMIT -> CREATED;
      case ABORT_SNAPSHOTS -> ABORTED;
      case DELETE_SNAPSHOTS -> DELETED;
    };
  }
}
