package io.lull.protocol.stream;

/** Where an instance stands, as whoever speaks to it sees it. */
public enum StreamPhase {
  /** No instance is meant: none of that name runs here, or none was named. */
  ABSENT,
  /** The instance runs and has no stream, or none of the session that asks. */
  NOT_STARTED,
  /** A snapshot has the instance, and no stream can begin. */
  SNAPSHOT,
  /** A full or copy stream is open, and databases can be read. */
  DATABASES,
  /** An incremental stream is open, and its logs are not known yet. */
  AWAITING_LOGS,
  /** The logs are known, and they alone can be read. */
  LOGS,
  /** The stream was stopped by the owner of the instance; only Close and End are left. */
  STOPPED,
  /** The service was stopped, and no stream is open. */
  SERVICE_STOPPED,
  /** The service was stopped under an open stream; only Close and End are left. */
  SERVICE_STOPPED_OPEN
}
