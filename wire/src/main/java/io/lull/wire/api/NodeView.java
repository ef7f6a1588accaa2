package io.lull.wire.api;

import io.lull.protocol.id.HostId;
import java.util.List;

/**
 * The node that answers.
 *
 * @param notReady why it cannot be given work now; empty if it can
 */
public record NodeView(HostId host, String version, List<String> notReady) {
  public NodeView {
    notReady = List.copyOf(notReady);
  }
}
