package io.lull.wire.api;

import io.lull.protocol.stream.StreamReply;
import java.util.Optional;

/**
 * What the streams of a host say to a request.
 *
 * @param ticket with an opened file: what its bytes are fetched with
 */
public record StreamSaid(StreamReply reply, Optional<Ticket> ticket) {}
