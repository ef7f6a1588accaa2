package io.lull.coordinator.client;

import io.lull.protocol.stream.StreamFile;
import io.lull.wire.api.Ticket;

/**
 * A file of a stream that is open.
 *
 * @param size of the tar archive that it is read as
 * @param ticket what its bytes are fetched with, until it is closed
 */
public record StreamFileOpen(StreamFile file, long handle, long size, Ticket ticket) {}
