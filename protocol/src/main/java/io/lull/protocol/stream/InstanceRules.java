package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.stream.StreamEvent.InstanceOpened;
import io.lull.protocol.stream.StreamInput.CheckpointMoved;
import io.lull.protocol.stream.StreamInput.LoggingChanged;
import io.lull.protocol.stream.StreamInput.StartInstance;
import io.lull.protocol.stream.StreamInput.TerminateInstance;
import io.lull.protocol.stream.StreamReply.InstanceStarted;
import io.lull.protocol.stream.StreamReply.InstanceTerminated;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;

/** How instances come, change and go. */
final class InstanceRules {
  private InstanceRules() {}

  static Decision<StreamEvent, StreamEffect, StreamReply> start(
      StreamHost host, StartInstance start, Uptime now) {
    if (!host.multiInstance() && !host.instances().isEmpty()) {
      return Decisions.refuse(
          start.request(),
          Failure.STREAM_INVALID_PARAMETER,
          "one instance at most",
          "instance " + host.instances().firstKey() + " runs");
    }
    return Decisions.answer(
        new InstanceOpened(start.instance(), start.facts()), new InstanceStarted(start.request()));
  }

  /** Nothing of an earlier life goes on, so a stream that was open has lost its files. */
  static Decision<StreamEvent, StreamEffect, StreamReply> startAgain(
      StreamHost host, StartInstance start, Uptime now) {
    return Decisions.both(
        cleanUp(host.instance(start.instance()), "started anew"),
        Decisions.answer(
            new InstanceOpened(start.instance(), start.facts()),
            new InstanceStarted(start.request())));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> terminate(
      StreamHost host, TerminateInstance terminate, Uptime now) {
    return Decisions.both(
        cleanUp(host.instance(terminate.instance()), "ended"),
        Decisions.answer(
            new StreamEvent.InstanceClosed(terminate.instance()),
            new InstanceTerminated(terminate.request())));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> terminateOpen(
      StreamHost host, TerminateInstance terminate, Uptime now) {
    return terminate.force()
        ? terminate(host, terminate, now)
        : Decisions.refuse(
            terminate.request(),
            Failure.BACKUP_IN_PROGRESS,
            "no open stream or an end by force",
            "session " + host.stream(terminate.instance()).stamp().session() + " has one open");
  }

  private static Decision<StreamEvent, StreamEffect, StreamReply> cleanUp(
      Instance instance, String what) {
    if (instance.stream().isEmpty()) {
      return Decision.nothing();
    }
    return Ending.of(
        instance,
        StreamOutcome.ABORTED_BY_SERVER,
        Fault.expected(
            Failure.BACKUP_ABORTED_BY_SERVER,
            "instance " + instance.id() + " to run until its stream has ended",
            "it " + what));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> checkpoint(
      StreamHost host, CheckpointMoved report, Uptime now) {
    return Decision.event(new StreamEvent.CheckpointSet(report.instance(), report.checkpoint()));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> logging(
      StreamHost host, LoggingChanged report, Uptime now) {
    return Decision.event(new StreamEvent.LoggingSet(report.instance(), report.logging()));
  }
}
