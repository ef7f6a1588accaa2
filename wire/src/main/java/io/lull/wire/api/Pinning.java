package io.lull.wire.api;

import io.lull.protocol.session.SessionInput.PinSet;
import io.lull.protocol.value.Visible;

/**
 * That a set must not be deleted.
 *
 * @param reason for whoever wonders why it is still there, in one line
 */
public record Pinning(String reason) {
  public Pinning {
    Visible.checkLine("a reason", reason, PinSet.REASON_MAX);
  }
}
