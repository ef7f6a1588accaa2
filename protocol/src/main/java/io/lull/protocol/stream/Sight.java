package io.lull.protocol.stream;

import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
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
      case BeginStream begin -> phase(host, begin.instance());
      case OfSession call -> seenBy(host, call.instance(), call.stamp().session());
      case Notice notice -> phase(host, notice.instance());
      case StopBackup stop -> meant(host, stop.instance());
      case StopService stop -> meant(host, stop.instance());
      case OfNamed owner -> phase(host, owner.instance());
      case StreamOwnerLost lost -> seenBy(host, lost.instance(), lost.session());
      case Report report -> phase(host, report.instance());
    };
  }

  private static StreamPhase meant(StreamHost host, Optional<InstanceId> named) {
    return host.meant(named).map(id -> phase(host, id)).orElse(StreamPhase.ABSENT);
  }

  private static StreamPhase phase(StreamHost host, InstanceId id) {
    return host.find(id).map(Instance::phase).orElse(StreamPhase.ABSENT);
  }

  private static StreamPhase seenBy(StreamHost host, InstanceId id, SessionId session) {
    StreamPhase phase = phase(host, id);
    if (host.owned(id, session).isPresent()) {
      return phase;
    }
    return switch (phase) {
      case DATABASES, AWAITING_LOGS, LOGS, STOPPED -> StreamPhase.NOT_STARTED;
      case SERVICE_STOPPED_OPEN -> StreamPhase.SERVICE_STOPPED;
      case ABSENT, NOT_STARTED, SNAPSHOT, SERVICE_STOPPED -> phase;
    };
  }
}
