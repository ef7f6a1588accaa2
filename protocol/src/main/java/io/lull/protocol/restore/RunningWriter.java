package io.lull.protocol.restore;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.writer.WriterMetadata;

/** A writer that was there when it was asked to describe itself, and in which life. */
public record RunningWriter(Incarnation incarnation, WriterMetadata metadata) {}
