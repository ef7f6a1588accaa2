package io.lull.protocol.window;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.WriterStep;

/**
 * A writer by which a window failed.
 *
 * @param at FREEZE or THAW, for which it was waited
 */
public record FailedWriter(WriterId writer, WriterStep at, Fault fault) {}
