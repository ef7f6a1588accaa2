package io.lull.writer.test;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.SetId;
import io.lull.protocol.time.Uptime;
import java.util.Optional;

/**
 * One time for which the application truly stood still.
 *
 * @param until when it ran again; absent while it stands still
 * @param how why it ran again; absent while it stands still
 */
public record Stand(
    HoldToken token, SetId set, Uptime since, Optional<Uptime> until, Optional<End> how) {

  /** Why an application runs again. */
  public enum End {
    /** Its hold was ended. */
    ENDED,
    /** The hold broke by itself. */
    BROKEN,
    /** The abort handler found it still. */
    CLEANED_UP
  }

  public boolean stands() {
    return until.isEmpty();
  }

  Stand over(Uptime at, End why) {
    return stands() ? new Stand(token, set, since, Optional.of(at), Optional.of(why)) : this;
  }
}
