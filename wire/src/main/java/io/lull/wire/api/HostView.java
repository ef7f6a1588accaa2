package io.lull.wire.api;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import java.util.List;

/** One host, with what it says of its writers and providers. */
public record HostView(
    HostId host, Incarnation incarnation, List<WriterView> writers, List<ProviderView> providers) {
  public HostView {
    writers = List.copyOf(writers);
    providers = List.copyOf(providers);
  }
}
