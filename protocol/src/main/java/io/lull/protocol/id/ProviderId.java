package io.lull.protocol.id;

import java.util.Comparator;

/** A provider, which copies volumes of exactly one host. */
public record ProviderId(HostId host, String name) implements Comparable<ProviderId> {
  private static final Comparator<ProviderId> ORDER =
      Comparator.comparing(ProviderId::host).thenComparing(ProviderId::name);

  public ProviderId {
    name = Names.simple("a provider name", name);
  }

  @Override
  public int compareTo(ProviderId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return host + "/" + name;
  }
}
