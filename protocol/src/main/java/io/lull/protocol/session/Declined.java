package io.lull.protocol.session;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;

/** A provider that was asked for a volume before others and cannot copy it, in its own words. */
public record Declined(ProviderId provider, Fault fault) {
  /** How it reads behind the name of the volume. */
  @Override
  public String toString() {
    return provider + " cannot: " + fault.detail();
  }
}
