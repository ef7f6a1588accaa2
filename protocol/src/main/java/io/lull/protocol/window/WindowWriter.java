package io.lull.protocol.window;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.WriterLevel;
import java.time.Duration;

/** A writer that takes part in a window, and the lease that it will be granted. */
public record WindowWriter(
    WriterId id, Incarnation incarnation, SlotEpoch slot, WriterLevel level, Duration lease) {}
