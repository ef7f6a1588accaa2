package io.lull.writer;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.Writer;
import io.lull.protocol.writer.WriterHold;
import io.lull.protocol.writer.WriterSession;
import io.lull.protocol.writer.WriterState;
import io.lull.wire.api.WriterView;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * How a writer is, for anybody on its host to read at any time, without asking its actor.
 *
 * <p>While something stands still nothing is worked out here: the actor leaves its state, and
 * whoever reads it makes a view of it.
 */
public final class WriterNews {
  private final HoldTimes times = new HoldTimes();
  private volatile Optional<Writer> state = Optional.empty();
  private volatile Optional<Trouble> trouble = Optional.empty();

  private final AtomicLong lapses = new AtomicLong();
  private volatile Supplier<Optional<Uptime>> standing = Optional::empty;

  private record Trouble(Fault fault, Uptime at) {}

  /**
   * Its holds in numbers.
   *
   * @param frozen whether it stands still, or may, by the word of whoever would have to end that
   * @param leaseLeft how long it may still stand still; 0 if it runs
   * @param holds how long those stood that are over
   * @param lapses how often a lease had to end a hold
   */
  public record Figures(boolean frozen, Duration leaseLeft, HoldCounts holds, long lapses) {}

  /** Where to ask until when anything of it may stand. */
  void standsUntil(Supplier<Optional<Uptime>> asked) {
    standing = asked;
  }

  /** A lease had to end a hold. */
  void lapsed() {
    lapses.incrementAndGet();
  }

  /** Whether it stands still, or may, by the word of whoever would have to end that. */
  public boolean stands() {
    return standing.get().isPresent();
  }

  /** Its holds at this moment, on the clock that its leases are on. */
  public Figures figures(Uptime now) {
    Optional<Uptime> until = standing.get();
    return new Figures(
        until.isPresent(),
        until.map(ends -> left(now, ends)).orElse(Duration.ZERO),
        times.counts(),
        lapses.get());
  }

  void is(Writer now) {
    state = Optional.of(now);
  }

  /** It stood still for so long. */
  void stood(Duration time) {
    times.add(time);
  }

  /** Something went wrong, which is the latest that did. */
  public void failed(Fault fault, Uptime at) {
    trouble = Optional.of(new Trouble(fault, at));
  }

  /**
   * What is to be shown of it.
   *
   * @param now on the clock that its leases are on
   * @param calendar the same moment
   */
  public WriterView view(WriterId id, Incarnation life, Uptime now, Instant calendar) {
    Optional<Trouble> last = trouble;
    return new WriterView(
        id,
        life,
        state.flatMap(WriterNews::latest).map(WriterSession::state).orElse(WriterState.STABLE),
        state.flatMap(WriterNews::lastsUntil).map(ends -> left(now, ends)),
        times.count(),
        times.typical(),
        last.map(Trouble::fault),
        last.map(known -> calendar.minus(known.at().until(now))),
        Sorted.map(Map.of()));
  }

  private static Optional<WriterSession> latest(Writer writer) {
    return writer.sessions().values().stream().max(Comparator.comparing(WriterSession::active));
  }

  /** Also of a hold that has only begun to come, or that does not end: it may stand. */
  private static Optional<Uptime> lastsUntil(Writer writer) {
    return writer.holds().values().stream()
        .map(WriterHold::lease)
        .map(WriterHold.Lease::ends)
        .max(Comparator.naturalOrder());
  }

  private static Duration left(Uptime now, Uptime ends) {
    Duration left = now.until(ends);
    return left.isNegative() ? Duration.ZERO : left;
  }
}
