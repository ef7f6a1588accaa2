package io.lull.protocol.catalogue;

import io.lull.protocol.session.SessionEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * When what happened to the set of a session, as far as its events have been read.
 *
 * @param changed when the session was last heard of
 * @param created when the set was certified, which nothing that comes later moves
 * @param verified when its last verification was recorded
 */
public record Times(Instant changed, Optional<Instant> created, Optional<Instant> verified) {
  public static final Times NONE = new Times(Instant.EPOCH, Optional.empty(), Optional.empty());

  /** The same, an event later. */
  public Times after(SessionEvent event, Instant at) {
    return switch (event) {
      case SessionEvent.SetCreated _ -> new Times(at, Optional.of(at), verified);
      case SessionEvent.SetVerified _ -> new Times(at, created, Optional.of(at));
      default -> new Times(at, created, verified);
    };
  }
}
