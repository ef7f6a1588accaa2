package io.lull.protocol.certificate;

import java.util.List;

/** Everything that all parties recorded about one set, each in its own words. */
public record Evidence(
    CoordinatorRecord coordinator, List<HostRecord> hosts, List<ProviderRecord> providers) {
  public Evidence {
    hosts = Ordered.by(HostRecord::writer, hosts);
    providers = Ordered.by(ProviderRecord::snapshot, providers);
  }
}
