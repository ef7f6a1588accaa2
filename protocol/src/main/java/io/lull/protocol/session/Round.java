package io.lull.protocol.session;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;

/**
 * Who is waited for in the present phase.
 *
 * @param number tells the rounds of a session apart, so that a late timer ends no later round
 */
public record Round(
    long number,
    SortedSet<WriterId> writers,
    SortedSet<ProviderId> providers,
    SortedSet<HostId> slots) {
  static final Round NONE = new Round(0, List.of(), List.of(), List.of());

  Round(
      long number,
      Collection<WriterId> writers,
      Collection<ProviderId> providers,
      Collection<HostId> slots) {
    this(number, Sorted.set(writers), Sorted.set(providers), Sorted.set(slots));
  }

  boolean isOver() {
    return writers.isEmpty() && providers.isEmpty() && slots.isEmpty();
  }

  Round without(WriterId writer) {
    return new Round(number, Sorted.without(writers, writer), providers, slots);
  }

  Round without(ProviderId provider) {
    return new Round(number, writers, Sorted.without(providers, provider), slots);
  }

  Round without(HostId host) {
    return new Round(number, writers, providers, Sorted.without(slots, host));
  }
}
