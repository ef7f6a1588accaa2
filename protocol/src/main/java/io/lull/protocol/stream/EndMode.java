package io.lull.protocol.stream;

/** How the client of a stream means its End. */
public enum EndMode {
  /** Everything that is needed was read. */
  NORMAL,
  /** What was read is to be thrown away. */
  ABORT
}
