package io.lull.cluster.config.serialization;

import java.io.NotSerializableException;

/** A message that was not taken in; Pekko drops what is refused so, and keeps the connection. */
public final class RefusedMessage extends NotSerializableException {
  private final Refusals.Kind kind;

  RefusedMessage(Refusals.Kind kind, String detail, Throwable cause) {
    this(kind, detail);
    initCause(cause);
  }

  RefusedMessage(Refusals.Kind kind, String detail) {
    super(detail);
    this.kind = kind;
  }

  public Refusals.Kind kind() {
    return kind;
  }
}
