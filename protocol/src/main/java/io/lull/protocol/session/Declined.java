package io.lull.protocol.session;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import java.util.List;
import java.util.stream.Collectors;

/** A provider that was asked for a volume before others and cannot copy it, in its own words. */
public record Declined(ProviderId provider, Fault fault) {
  static String listed(List<Declined> all) {
    return all.stream().map(Declined::toString).collect(Collectors.joining("; "));
  }

  /** How it reads behind the name of the volume. */
  @Override
  public String toString() {
    return provider + " cannot: " + fault.detail();
  }
}
