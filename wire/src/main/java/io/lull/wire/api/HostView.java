package io.lull.wire.api;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import java.util.List;

/**
 * One host, with what it says of its writers and providers.
 *
 * @param instances what of it can be streamed
 */
public record HostView(
    HostId host,
    Incarnation incarnation,
    List<WriterView> writers,
    List<ProviderView> providers,
    List<InstanceView> instances) {
  public HostView {
    writers = List.copyOf(writers);
    providers = List.copyOf(providers);
    instances = List.copyOf(instances);
  }

  /** A host that cannot be streamed. */
  public HostView(
      HostId host,
      Incarnation incarnation,
      List<WriterView> writers,
      List<ProviderView> providers) {
    this(host, incarnation, writers, providers, List.of());
  }
}
