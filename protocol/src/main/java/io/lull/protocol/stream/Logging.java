package io.lull.protocol.stream;

/** What an instance does with its logs. */
public enum Logging {
  /** It keeps every log until it is truncated. */
  KEPT,
  /** It overwrites old logs by itself, so that nothing incremental can build on them. */
  CIRCULAR,
  /** It writes none. */
  DISABLED,
  /** It could not write the last one. */
  FAILED,
  /** It is still replaying them after a crash. */
  RECOVERING
}
