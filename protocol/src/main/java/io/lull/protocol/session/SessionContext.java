package io.lull.protocol.session;

/** What kind of copies a session makes: with writers or without, and whether they outlive it. */
public enum SessionContext {
  BACKUP(true, false),
  FILE_SHARE_BACKUP(false, false),
  NAS_ROLLBACK(false, true),
  APP_ROLLBACK(true, true),
  CLIENT_ACCESSIBLE(false, true),
  CLIENT_ACCESSIBLE_WRITERS(true, true),
  /** Everything but the copies: writers stand still and are let go, and no set comes of it. */
  REHEARSAL(true, false);

  private final boolean writers;
  private final boolean persistent;

  SessionContext(boolean writers, boolean persistent) {
    this.writers = writers;
    this.persistent = persistent;
  }

  /** Whether writers take part. */
  public boolean writers() {
    return writers;
  }

  /** Whether the copies outlive the session; all others end with it. */
  public boolean persistent() {
    return persistent;
  }
}
