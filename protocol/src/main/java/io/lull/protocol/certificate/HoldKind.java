package io.lull.protocol.certificate;

/** What a writer's hold keeps still. */
public enum HoldKind {
  /** The application accepts no write, but may go on bringing its own files up to date. */
  APPLICATION,
  /** The application accepts no write, and nothing of it changes a file. */
  APPLICATION_AND_FILES,
  /** The application goes on writing but stays recoverable: any copy made meanwhile opens whole. */
  BACKUP_MODE,
  /** The file system accepts no write; what the application meant is not known. */
  FILESYSTEM,
  /** Nothing: the writer only brings its data into order. */
  NONE
}
