package io.lull.provider;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.provider.Provider;
import io.lull.protocol.provider.ProviderSession;
import io.lull.protocol.session.Candidate;
import io.lull.protocol.time.Uptime;
import io.lull.wire.api.ProviderView;
import java.time.Instant;
import java.util.Optional;

/** How a provider is, for anybody on its host to read at any time, without asking its actor. */
public final class ProviderNews {
  private volatile Optional<Provider> state = Optional.empty();
  private volatile Optional<Trouble> trouble = Optional.empty();

  private record Trouble(Fault fault, Uptime at) {}

  void is(Provider now) {
    state = Optional.of(now);
  }

  /** Something went wrong, which is the latest that did. */
  void failed(Fault fault, Uptime at) {
    trouble = Optional.of(new Trouble(fault, at));
  }

  /**
   * What is to be shown of it.
   *
   * @param now on the clock of its actor
   * @param calendar the same moment
   */
  public ProviderView view(Candidate provider, Uptime now, Instant calendar) {
    Optional<Trouble> last = trouble;
    return new ProviderView(
        provider.provider(),
        provider.incarnation(),
        provider.kind(),
        provider.cut(),
        state.map(ProviderNews::atWork).orElse(0),
        last.map(Trouble::fault),
        last.map(known -> calendar.minus(known.at().until(now))));
  }

  /** How many copies it knows that no session speaks for, or that it could not remove so far. */
  public int orphans() {
    return state
        .map(
            provider ->
                provider.sets().values().stream()
                    .filter(ProviderNews::isOrphaned)
                    .mapToInt(set -> set.copied().size())
                    .sum())
        .orElse(0);
  }

  private static boolean isOrphaned(ProviderSession set) {
    return switch (set.phase()) {
      case LEFT_OVER, ABORTING, DELETING -> true;
      default -> false;
    };
  }

  private static int atWork(Provider provider) {
    return Math.toIntExact(
        provider.sets().values().stream().filter(ProviderNews::isAtWork).count());
  }

  private static boolean isAtWork(ProviderSession set) {
    return set.phase().isUnfinished() || !set.calls().isEmpty();
  }
}
