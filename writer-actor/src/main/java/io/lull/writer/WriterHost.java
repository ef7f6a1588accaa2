package io.lull.writer;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SetId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.table.Machine;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.Writer;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterEvent;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterMachine;
import io.lull.protocol.writer.WriterReply;
import io.lull.writer.spi.Copies;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What all writers of a host share; a simulation puts in its own.
 *
 * @param clock the one monotonic clock that leases are made and judged by
 * @param tokens a fresh random token for each hold
 * @param log takes a line and returns at once, whatever the log's disk does
 * @param machine the rules
 * @param copies finds the copies of a set, for the writers that add to theirs
 */
public record WriterHost(
    Incarnation incarnation,
    Limits limits,
    Supplier<Uptime> clock,
    Supplier<HoldToken> tokens,
    HandlerThreads threads,
    LeaseKeeper leases,
    WriterLog log,
    Machine<Writer, WriterInput, Uptime, WriterEvent, WriterEffect, WriterReply> machine,
    Function<SetId, Copies> copies) {
  /** A host that shows its writers no copies. */
  public WriterHost(
      Incarnation incarnation,
      Limits limits,
      Supplier<Uptime> clock,
      Supplier<HoldToken> tokens,
      HandlerThreads threads,
      LeaseKeeper leases,
      WriterLog log,
      Machine<Writer, WriterInput, Uptime, WriterEvent, WriterEffect, WriterReply> machine) {
    this(incarnation, limits, clock, tokens, threads, leases, log, machine, set -> Copies.NONE);
  }

  /** A host whose writers follow the rules of the protocol. */
  public WriterHost(
      Incarnation incarnation,
      Limits limits,
      Supplier<Uptime> clock,
      Supplier<HoldToken> tokens,
      HandlerThreads threads,
      LeaseKeeper leases,
      WriterLog log) {
    this(incarnation, limits, clock, tokens, threads, leases, log, new WriterMachine());
  }

  /** The same host, whose writers find their copies by this. */
  public WriterHost showing(Function<SetId, Copies> copies) {
    return new WriterHost(
        incarnation, limits, clock, tokens, threads, leases, log, machine, copies);
  }

  /** The host as it is outside of tests, once it has rehearsed how holds end. */
  public static WriterHost of(Incarnation incarnation, Limits limits) throws InterruptedException {
    // On leases of its own, some of which go on for a second: nobody is to take them for holds.
    try (LeaseThread rehearsed = LeaseThread.start(SystemUptime.INSTANCE)) {
      Rehearsal.play(of(incarnation, limits, rehearsed));
    }
    return of(incarnation, limits, LeaseThread.start(SystemUptime.INSTANCE));
  }

  private static WriterHost of(Incarnation incarnation, Limits limits, LeaseKeeper leases) {
    return new WriterHost(
        incarnation,
        limits,
        SystemUptime.INSTANCE,
        new RandomTokens(),
        HandlerThreads.virtual(),
        leases,
        new Slf4jLog());
  }
}
