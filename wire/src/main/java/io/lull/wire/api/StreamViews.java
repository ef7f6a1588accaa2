package io.lull.wire.api;

import java.util.List;

/** Streams, the one that began last first. */
public record StreamViews(List<StreamView> streams) {
  public StreamViews {
    streams = List.copyOf(streams);
  }
}
