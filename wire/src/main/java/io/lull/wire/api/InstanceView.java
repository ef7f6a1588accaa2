package io.lull.wire.api;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.Database;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamPhase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One instance that can be streamed, in its own host's words.
 *
 * @param kind of which kind its source is, such as {@code postgres}
 * @param phase where it stands, as the session of its stream sees it
 * @param stream the stream that is open, if one is
 * @param databases all that its host knows, with their last full backups
 * @param lastFault what went wrong last, and since when it stands
 */
public record InstanceView(
    HostId host,
    InstanceId instance,
    String kind,
    StreamPhase phase,
    Optional<Open> stream,
    List<Database> databases,
    Optional<Fault> lastFault,
    Optional<Instant> lastFaultAt) {
  public InstanceView {
    databases = List.copyOf(databases);
  }

  /** An open stream, whose it is, and what is read of it. */
  public record Open(SessionId session, StreamKind kind, Optional<Reading> reading) {}

  /** How much of the file that is open was read from its beginning without a gap, in bytes. */
  public record Reading(StreamFile file, long covered, long size) {}
}
