package io.lull.protocol.session;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;

/** What a session still owes a participant; it is asked again until the participant confirms. */
public sealed interface Duty {
  /** Bring this writer back to normal running. */
  record AbortWriter(WriterId writer) implements Duty {}

  /** Make this provider drop its unfinished copies. */
  record AbortProvider(ProviderId provider) implements Duty {}

  /** Make this provider delete its copies of the set. */
  record DeleteCopies(ProviderId provider) implements Duty {}

  /** Tell this writer that the session is over. */
  record ShutDownWriter(WriterId writer) implements Duty {}

  /** Give the creation slot of this host back. */
  record GiveBackSlot(HostId host, SetId set) implements Duty {}
}
