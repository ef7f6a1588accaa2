package io.lull.protocol.window;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterLevel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The state of one freeze window; an immutable value.
 *
 * @param times what the clock said at the moments that matter later
 * @param receipts the digest over all commit receipts, once all are there
 * @param failed the writers by which it failed
 */
public record Window(
    WindowPlan plan,
    Index index,
    Barrier barrier,
    Times times,
    Trie<WriterProgress> writers,
    Trie<ProviderProgress> providers,
    Optional<Digest> receipts,
    Optional<Fault> failure,
    List<FailedWriter> failed) {

  /** Where each participant stands in the plan; made once, shared by all later states. */
  record Index(Map<WriterId, Integer> writers, Map<ProviderId, Integer> providers) {}

  /**
   * Readings of this machine's clock.
   *
   * @param asked when Freeze was sent to the level that is being frozen
   * @param leaseUntil until when every writer that stands still will stand at the least
   */
  record Times(Uptime opened, Uptime asked, Uptime leaseUntil) {}

  /** A window that has not begun. */
  public static Window planned(WindowPlan plan) {
    Map<WriterId, Integer> writers = new HashMap<>();
    plan.writers().forEach(writer -> writers.put(writer.id(), writers.size()));
    Map<ProviderId, Integer> providers = new HashMap<>();
    plan.providers().forEach(provider -> providers.put(provider.id(), providers.size()));
    Uptime never = new Uptime(Long.MAX_VALUE);
    return new Window(
        plan,
        new Index(Map.copyOf(writers), Map.copyOf(providers)),
        new Barrier(WindowPhase.PLANNED, Optional.empty(), 0, never),
        new Times(Uptime.ZERO, Uptime.ZERO, never),
        Trie.filled(writers.size(), WriterProgress.PREPARED),
        Trie.filled(providers.size(), ProviderProgress.PREPARED),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  public WindowPhase phase() {
    return barrier.phase();
  }

  /** How many answers the window still waits for. */
  public int awaiting() {
    return barrier.awaiting();
  }

  /** The place of a writer, if it takes part and the stamp is the one it was asked with. */
  OptionalInt place(WriterId writer, Stamp stamp) {
    Integer place = index.writers().get(writer);
    return place != null && plan.stamp(plan.writers().get(place)).equals(stamp)
        ? OptionalInt.of(place)
        : OptionalInt.empty();
  }

  /** The place of a provider, if it takes part and the stamp is the one it was asked with. */
  OptionalInt place(ProviderId provider, Stamp stamp) {
    Integer place = index.providers().get(provider);
    return place != null && plan.stamp(plan.providers().get(place)).equals(stamp)
        ? OptionalInt.of(place)
        : OptionalInt.empty();
  }

  /** The place of a participant that is known to take part. */
  int place(WriterId writer) {
    return index.writers().getOrDefault(writer, -1);
  }

  /** The place of a participant that is known to take part. */
  int place(ProviderId provider) {
    return index.providers().getOrDefault(provider, -1);
  }

  /** How long after the first Freeze something happens. */
  Duration since(Uptime now) {
    return times.opened().until(now);
  }

  /** The places of the writers of one level. */
  IntStream level(WriterLevel level) {
    return IntStream.range(0, plan.writers().size())
        .filter(place -> plan.writers().get(place).level() == level);
  }

  Window with(Barrier barrier) {
    return new Window(plan, index, barrier, times, writers, providers, receipts, failure, failed);
  }

  Window with(Times times) {
    return new Window(plan, index, barrier, times, writers, providers, receipts, failure, failed);
  }

  Window with(int place, WriterProgress progress) {
    Trie<WriterProgress> changed = writers.with(place, progress);
    return new Window(plan, index, barrier, times, changed, providers, receipts, failure, failed);
  }

  Window with(int place, ProviderProgress progress) {
    Trie<ProviderProgress> changed = providers.with(place, progress);
    return new Window(plan, index, barrier, times, writers, changed, receipts, failure, failed);
  }

  Window with(Digest receipts) {
    return new Window(
        plan, index, barrier, times, writers, providers, Optional.of(receipts), failure, failed);
  }

  Window with(Fault failure, List<FailedWriter> failed) {
    return new Window(
        plan, index, barrier, times, writers, providers, receipts, Optional.of(failure), failed);
  }
}
