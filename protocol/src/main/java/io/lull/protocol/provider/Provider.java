package io.lull.protocol.provider;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.slot.CreationGate;
import io.lull.protocol.value.Sorted;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The state of one provider on its host; an immutable value, held in memory.
 *
 * @param gate who creates here, as far as this provider has seen
 * @param nextCall the number of the next piece of work; never used twice in one life
 * @param sets what is known of each set; at most one of them is unfinished
 */
public record Provider(
    ProviderId id,
    Incarnation incarnation,
    Limits limits,
    CreationGate gate,
    long nextCall,
    SortedMap<SetId, ProviderSession> sets) {
  /** How many sets that are gone are remembered, so that a late message of one is recognised. */
  static final int GONE_MAX = 64;

  public Provider {
    sets = Sorted.map(sets);
  }

  /** A provider that has just been started and knows of no copies yet. */
  public static Provider started(ProviderId id, Incarnation incarnation, Limits limits) {
    return new Provider(id, incarnation, limits, CreationGate.UNUSED, 1, Sorted.map(Map.of()));
  }

  public ProviderPhase phase(SetId set) {
    return set(set).map(ProviderSession::phase).orElse(ProviderPhase.ABSENT);
  }

  public Optional<ProviderSession> set(SetId set) {
    return Optional.ofNullable(sets.get(set));
  }

  /** The set that is being created here, if there is one. */
  public Optional<ProviderSession> inProgress() {
    return sets.values().stream().filter(session -> session.phase().isUnfinished()).findFirst();
  }

  /** A set that a row of the table has shown to be there. */
  ProviderSession known(SetId set) {
    return set(set).orElseThrow();
  }

  Provider with(ProviderSession session) {
    return new Provider(
        id, incarnation, limits, gate, nextCall, Sorted.with(sets, session.set(), session));
  }

  Provider with(CreationGate seen) {
    return new Provider(id, incarnation, limits, seen, nextCall, sets);
  }

  /** Never the same number twice, also when a number is told that was drawn some time ago. */
  Provider afterCall(long call) {
    return new Provider(id, incarnation, limits, gate, Math.max(nextCall, call + 1), sets);
  }

  /**
   * Forgets a set that is gone when there are too many: the one with the oldest slot epoch, but not
   * the one that has just gone.
   *
   * <p>The gate refuses whatever is older than the newest creation, so the oldest is missed least.
   */
  Provider forgetful(SetId latest) {
    List<ProviderSession> gone = sets.values().stream().filter(Provider::isGone).toList();
    return gone.size() <= GONE_MAX
        ? this
        : gone.stream()
            .filter(session -> !session.set().equals(latest))
            .min(Comparator.comparing(session -> session.stamp().slot()))
            .map(session -> without(session.set()))
            .orElse(this);
  }

  private Provider without(SetId set) {
    return new Provider(id, incarnation, limits, gate, nextCall, Sorted.without(sets, set));
  }

  private static boolean isGone(ProviderSession session) {
    return ProviderPhase.GONE.contains(session.phase()) && session.calls().isEmpty();
  }
}
