package io.lull.protocol.writer;

/** What a writer's hold keeps still. */
public enum HoldKind {
  /** The application accepts no write. */
  APPLICATION,
  /** The file system accepts no write; what the application meant is not known. */
  FILESYSTEM,
  /** Nothing: the writer only brings its data into order and stands behind nobody's hold. */
  NONE
}
