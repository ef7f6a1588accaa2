package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.StreamInput.BeginStream;
import io.lull.protocol.stream.StreamInput.Notice;
import io.lull.protocol.stream.StreamInput.OfNamed;
import io.lull.protocol.stream.StreamInput.OfSession;
import io.lull.protocol.stream.StreamInput.Report;
import io.lull.protocol.stream.StreamInput.StopBackup;
import io.lull.protocol.stream.StreamInput.StopService;
import io.lull.protocol.stream.StreamInput.StreamOwnerLost;
import java.util.Optional;

/** Which phase an input meets; a stream is there only for the session that owns it. */
final class Sight {
  private Sight() {}

  static StreamPhase phase(StreamHost host, StreamInput input) {
    return switch (input) {
      case BeginStream begin ->
          timely(host, begin.instance(), begin.stamp(), phase(host, begin.instance()));
      case OfSession call ->
          timely(
              host,
              call.instance(),
              call.stamp(),
              seenBy(host, call.instance(), call.stamp().session()));
      case Notice notice ->
          timely(host, notice.instance(), notice.stamp(), phase(host, notice.instance()));
      case StopBackup stop -> meant(host, stop.instance());
      case StopService stop -> meant(host, stop.instance());
      case OfNamed owner -> phase(host, owner.instance());
      case StreamOwnerLost lost -> seenBy(host, lost.instance(), lost.session());
      case Report report -> phase(host, report.instance());
    };
  }

  /** Why a message comes too late: for another life of this host, or from an attempt before. */
  static Optional<Failure> late(StreamHost host, InstanceId id, Stamp stamp) {
    if (!stamp.incarnation().equals(host.incarnation())) {
      return Optional.of(Failure.STALE_INCARNATION);
    }
    return owned(host, id, stamp.session())
        .filter(stream -> stamp.epoch().isBefore(stream.stamp().epoch()))
        .map(stream -> Failure.STALE_EPOCH);
  }

  /** The epoch of an input whose sender has taken over a stream since its last message. */
  static Optional<Epoch> taken(StreamHost host, StreamInput input) {
    return input instanceof OfSession call && late(host, call.instance(), call.stamp()).isEmpty()
        ? owned(host, call.instance(), call.stamp().session())
            .filter(stream -> stream.stamp().epoch().isBefore(call.stamp().epoch()))
            .map(stream -> call.stamp().epoch())
        : Optional.empty();
  }

  private static StreamPhase timely(
      StreamHost host, InstanceId id, Stamp stamp, StreamPhase otherwise) {
    return late(host, id, stamp).isPresent() ? StreamPhase.LATE : otherwise;
  }

  private static StreamPhase meant(StreamHost host, Optional<InstanceId> named) {
    return host.meant(named).map(id -> phase(host, id)).orElse(StreamPhase.ABSENT);
  }

  private static StreamPhase phase(StreamHost host, InstanceId id) {
    return host.find(id).map(Instance::phase).orElse(StreamPhase.ABSENT);
  }

  private static StreamPhase seenBy(StreamHost host, InstanceId id, SessionId session) {
    StreamPhase phase = phase(host, id);
    if (owned(host, id, session).isPresent()) {
      return phase;
    }
    return switch (phase) {
      case DATABASES, AWAITING_LOGS, LOGS, STOPPED -> StreamPhase.NOT_STARTED;
      case SERVICE_STOPPED_OPEN -> StreamPhase.SERVICE_STOPPED;
      case LATE, ABSENT, NOT_STARTED, SNAPSHOT, SERVICE_STOPPED -> phase;
    };
  }

  private static Optional<Stream> owned(StreamHost host, InstanceId id, SessionId session) {
    return host.find(id).flatMap(Instance::stream).filter(stream -> stream.belongsTo(session));
  }
}
