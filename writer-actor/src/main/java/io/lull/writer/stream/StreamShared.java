package io.lull.writer.stream;

import io.lull.cluster.config.settings.StreamSettings;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.time.Uptime;
import io.lull.writer.HandlerThreads;
import io.lull.writer.WriterLog;
import java.util.function.Supplier;

/**
 * What all instances of a host share; a simulation puts in its own.
 *
 * @param multiInstance whether there are several
 * @param settings how long a source may take, and where the bytes of a stream are fetched
 * @param threads where sources wait, also in native code
 * @param log takes a line and returns at once
 * @param tickets what the bearers of tokens may read
 * @param reports whom sessions hear from
 */
public record StreamShared(
    Incarnation incarnation,
    boolean multiInstance,
    Limits limits,
    StreamSettings settings,
    Supplier<Uptime> clock,
    HandlerThreads threads,
    WriterLog log,
    Tickets tickets,
    StreamReports reports) {}
