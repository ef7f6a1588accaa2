package io.lull.cluster.config.message;

import io.lull.wire.api.Copies;
import io.lull.wire.api.HostView;

/** What a host answers to those who only want to look. */
public sealed interface HostReply {
  /** How the host is now. */
  record Looked(HostView view) implements HostReply {}

  /** Where the copies of a set lie on the host, as far as its providers could tell in time. */
  record Located(Copies copies) implements HostReply {}
}
