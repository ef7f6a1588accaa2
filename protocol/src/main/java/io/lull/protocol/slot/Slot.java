package io.lull.protocol.slot;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state of one host's creation slot; an immutable value.
 *
 * @param lease how long a holder may be silent before it loses the slot; a setting, not a fact
 * @param newest the number of the newest holding, also when that is over
 * @param holding who holds the slot, if anybody does
 * @param ended the sets whose creation is over here, the latest last: a TakeSlot for one of them
 *     was overtaken by its own release and must not be granted
 */
public record Slot(
    HostId host, Duration lease, SlotEpoch newest, Optional<Holding> holding, List<SetId> ended) {
  /** More than can be on their way at once; whoever is later than that meets the lease. */
  static final int ENDED_MAX = 64;

  /** One session's hold of the slot, under the number {@code newest}. */
  public record Holding(SessionId session, SetId set, Instant since) {}

  public Slot {
    ended = List.copyOf(ended);
  }

  /** A slot that nobody has ever held. */
  public static Slot unused(HostId host, Duration lease) {
    return new Slot(host, lease, SlotEpoch.NONE, Optional.empty(), List.of());
  }

  public SlotPhase phase() {
    return holding.isEmpty() ? SlotPhase.FREE : SlotPhase.TAKEN;
  }

  /** True if exactly this creation holds the slot. */
  public boolean isHeldBy(SessionId session, SetId set) {
    return holding
        .filter(held -> held.session().equals(session) && held.set().equals(set))
        .isPresent();
  }

  Slot taken(SlotEpoch number, Holding by) {
    return new Slot(host, lease, number, Optional.of(by), ended);
  }

  /** The creation of a set is over; if it held the slot, the slot is free. */
  Slot over(SessionId session, SetId set) {
    List<SetId> remembered = Stream.concat(ended.stream(), Stream.of(set)).toList();
    int forgotten = Math.max(0, remembered.size() - ENDED_MAX);
    return new Slot(
        host,
        lease,
        newest,
        isHeldBy(session, set) ? Optional.empty() : holding,
        remembered.subList(forgotten, remembered.size()));
  }
}
