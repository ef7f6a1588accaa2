package io.lull.protocol.stream;

/** What a stream is meant to be good for. */
public enum StreamKind {
  /** All databases and the logs that make them consistent; what incremental streams build on. */
  FULL,
  /** Only the logs since the last stream. */
  INCREMENTAL,
  /** Like a full one, but nothing ever builds on it and no log goes because of it. */
  COPY
}
