package io.lull.wire.api;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.WriterState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One writer, in its own host's words.
 *
 * @param state as of its latest session
 * @param leaseLeft how long it may still stand still; empty if it runs
 * @param holds how often it stood still in this life of its host
 * @param typicalHold what 99 of its last 100 holds did not exceed; empty if there was none
 * @param lastFault what went wrong last, and since when it stands
 */
public record WriterView(
    WriterId writer,
    Incarnation incarnation,
    WriterState state,
    Optional<Duration> leaseLeft,
    long holds,
    Optional<Duration> typicalHold,
    Optional<Fault> lastFault,
    Optional<Instant> lastFaultAt) {}
