package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamInput.StopBackup;
import io.lull.protocol.stream.StreamInput.StopService;
import io.lull.protocol.stream.StreamReply.ServiceStopped;
import io.lull.protocol.stream.StreamReply.Stopped;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the owner of an instance stops a stream that somebody else began. */
final class StopRules {
  private StopRules() {}

  static Decision<StreamEvent, StreamEffect, StreamReply> stopBackup(
      StreamHost host, StopBackup stop, Uptime now) {
    InstanceId id = host.meant(stop.instance()).orElseThrow();
    return Decisions.answer(
        stopped(host, id, Failure.BACKUP_ABORTED_BY_SERVER),
        new Stopped(stop.request(), open(host, stop.instance())));
  }

  /** Leaves no trace: a stop that was meant for no stream must not meet the next one. */
  static Decision<StreamEvent, StreamEffect, StreamReply> nothingToStop(
      StreamHost host, StopBackup stop, Uptime now) {
    return Decision.reply(new Stopped(stop.request(), open(host, stop.instance())));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> stopBackupNowhere(
      StreamHost host, StopBackup stop, Uptime now) {
    return nowhere(host, stop.request(), stop.instance());
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> stopService(
      StreamHost host, StopService stop, Uptime now) {
    InstanceId id = host.meant(stop.instance()).orElseThrow();
    List<StreamEvent> events = new ArrayList<>(List.of(new StreamEvent.ServiceBarred(id)));
    // The session of an open stream has to hear of it, but of the first stop only.
    if (host.instance(id).stream().filter(stream -> !stream.stopped()).isPresent()) {
      events.add(stopped(host, id, Failure.CLIENT_REQUEST_TO_STOP_SERVICE));
    }
    return new Decision<>(
        events,
        List.of(),
        List.of(new ServiceStopped(stop.request(), open(host, stop.instance()))));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> serviceIsStopped(
      StreamHost host, StopService stop, Uptime now) {
    return Decision.reply(new ServiceStopped(stop.request(), open(host, stop.instance())));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> stopServiceNowhere(
      StreamHost host, StopService stop, Uptime now) {
    return nowhere(host, stop.request(), stop.instance());
  }

  /** Who stops learns whom he has met, and whom he may have to give up. */
  private static Optional<SessionId> open(StreamHost host, Optional<InstanceId> named) {
    return host.meant(named)
        .flatMap(id -> host.instance(id).stream())
        .map(stream -> stream.stamp().session());
  }

  private static StreamEvent stopped(StreamHost host, InstanceId id, Failure why) {
    return new StreamEvent.StreamStopped(id, host.stream(id).stamp(), why);
  }

  private static Decision<StreamEvent, StreamEffect, StreamReply> nowhere(
      StreamHost host, RequestId request, Optional<InstanceId> named) {
    return named.isEmpty() && host.multiInstance()
        ? Decisions.refuse(
            request,
            Failure.RUNNING_IN_MULTI_INSTANCE_MODE,
            "the name of an instance",
            "none was given and more than one can run")
        : Decisions.refuse(
            request,
            Failure.STREAM_INVALID_PARAMETER,
            "an instance that runs here",
            named.map(id -> "instance " + id + " does not").orElse("none does"));
  }
}
