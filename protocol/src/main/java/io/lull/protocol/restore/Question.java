package io.lull.protocol.restore;

/** What a restore asks many writers at once, and the phases before and after their answers. */
public enum Question {
  /** Who are you? */
  IDENTIFY(RestorePhase.GATHERING_METADATA, RestorePhase.SELECTING),
  /** Make way for your files. */
  PRE_RESTORE(RestorePhase.PRE_RESTORING, RestorePhase.PRE_RESTORED),
  /** How do you stand after PreRestore? */
  STATUS_BEFORE_FILES(RestorePhase.CHECKING_PRE_RESTORE, RestorePhase.RESTORING_FILES),
  /** Take your files over. */
  POST_RESTORE(RestorePhase.POST_RESTORING, RestorePhase.POST_RESTORED),
  /** How do you stand after PostRestore? */
  STATUS_AFTER_FILES(RestorePhase.CHECKING_POST_RESTORE, RestorePhase.COMPLETED),
  /** Drop what you kept of this restore. */
  SHUT_DOWN(RestorePhase.RELEASING, RestorePhase.RELEASED);

  private final RestorePhase asking;
  private final RestorePhase answered;

  Question(RestorePhase asking, RestorePhase answered) {
    this.asking = asking;
    this.answered = answered;
  }

  public RestorePhase asking() {
    return asking;
  }

  public RestorePhase answered() {
    return answered;
  }

  /** Where the round leads when the requester was lost meanwhile. */
  RestorePhase lost() {
    return tellsWriters() ? RestorePhase.RELEASING : RestorePhase.RELEASED;
  }

  /** True from the first question on that a writer keeps something of. */
  private boolean tellsWriters() {
    return this != IDENTIFY && this != SHUT_DOWN;
  }
}
