package io.lull.writer;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.time.Uptime;
import java.util.function.Supplier;

/**
 * What all writers of a host share; a simulation puts in its own.
 *
 * @param clock the one monotonic clock that leases are made and judged by
 * @param tokens a fresh random token for each hold
 * @param log takes a line and returns at once, whatever the log's disk does
 */
public record WriterHost(
    Incarnation incarnation,
    Limits limits,
    Supplier<Uptime> clock,
    Supplier<HoldToken> tokens,
    HandlerThreads threads,
    LeaseKeeper leases,
    WriterLog log) {

  /** The host as it is outside of tests, once it has rehearsed how holds end. */
  public static WriterHost of(Incarnation incarnation, Limits limits) throws InterruptedException {
    WriterHost host =
        new WriterHost(
            incarnation,
            limits,
            SystemUptime.INSTANCE,
            new RandomTokens(),
            HandlerThreads.virtual(),
            LeaseThread.start(SystemUptime.INSTANCE),
            new Slf4jLog());
    Rehearsal.play(host);
    return host;
  }
}
