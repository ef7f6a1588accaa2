package io.lull.wire.api;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.WriterState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One writer, in its own host's words.
 *
 * @param state as of its latest session
 * @param leaseLeft how long it may still stand still; empty if it runs
 * @param holds how often it stood still in this life of its host
 * @param typicalHold what 99 of its last 100 holds did not exceed; empty if there was none
 * @param lastFault what went wrong last, and since when it stands
 * @param labels what its host's settings say of it, for plans to pick by
 */
public record WriterView(
    WriterId writer,
    Incarnation incarnation,
    WriterState state,
    Optional<Duration> leaseLeft,
    long holds,
    Optional<Duration> typicalHold,
    Optional<Fault> lastFault,
    Optional<Instant> lastFaultAt,
    SortedMap<String, String> labels) {
  public WriterView {
    labels = Sorted.map(labels);
  }

  /** The same with these labels. */
  public WriterView labelled(Map<String, String> others) {
    return new WriterView(
        writer,
        incarnation,
        state,
        leaseLeft,
        holds,
        typicalHold,
        lastFault,
        lastFaultAt,
        Sorted.map(others));
  }
}
