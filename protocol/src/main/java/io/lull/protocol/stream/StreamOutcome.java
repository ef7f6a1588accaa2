package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;
import java.util.Optional;

/** What became of a stream; the only word on whether its files are a backup. */
public enum StreamOutcome {
  /** Everything that is needed was read and the stream was ended as normal. */
  COMPLETED(Optional.empty()),
  /** Whoever read it gave it up, went away, or ended it before all logs were read. */
  ABORTED_BY_CALLER(Optional.of(Failure.BACKUP_ABORTED_BY_CALLER)),
  /** The instance stopped it, ended, or could not deliver what was asked. */
  ABORTED_BY_SERVER(Optional.of(Failure.BACKUP_ABORTED_BY_SERVER));

  private final Optional<Failure> failure;

  StreamOutcome(Optional<Failure> failure) {
    this.failure = failure;
  }

  public Optional<Failure> failure() {
    return failure;
  }
}
