package io.lull.writer.stream;

import io.lull.protocol.id.InstanceId;
import io.lull.writer.source.StreamSource;

/**
 * What the actor of one instance is made of.
 *
 * @param marks where its marks outlive the process
 * @param news where it leaves how it is
 */
public record StreamSetup(
    InstanceId id, StreamSource source, MarksFile marks, StreamShared shared, StreamNews news) {}
