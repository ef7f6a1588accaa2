package io.lull.protocol.stream;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.StreamInput.FileOpened;
import io.lull.protocol.stream.StreamInput.OpenFailed;
import io.lull.protocol.stream.StreamInput.ReadEnded;
import io.lull.protocol.stream.StreamInput.ReadFailed;
import io.lull.protocol.stream.StreamInput.WorkEnded;
import io.lull.protocol.stream.StreamReply.Read;
import io.lull.protocol.stream.StreamReply.StreamRefused;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of work that the host has ended.
 *
 * <p>A stop is looked at when a call comes in, so work that was begun before it is answered with
 * what it brought.
 */
final class WorkRules {
  private WorkRules() {}

  static Decision<StreamEvent, StreamEffect, StreamReply> opened(
      StreamHost host, FileOpened report, Uptime now) {
    return call(host, report, Call.Opening.class)
        .map(opening -> Handle.opened(opening, report.size()))
        .map(
            handle ->
                Decisions.both(
                    Decision.event(new StreamEvent.HandleChanged(report.instance(), handle)),
                    FileRules.opened(handle)))
        .orElse(Decision.nothing());
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> read(
      StreamHost host, ReadEnded report, Uptime now) {
    Stream stream = host.stream(report.instance());
    return call(host, report, Call.Reading.class)
        .map(reading -> counted(stream, reading, report))
        .orElse(Decision.nothing());
  }

  private static Decision<StreamEvent, StreamEffect, StreamReply> counted(
      Stream stream, Call.Reading reading, ReadEnded report) {
    Handle handle = stream.work().handle().orElseThrow().after(reading, report.bytes());
    List<StreamEvent> events = new ArrayList<>();
    events.add(new StreamEvent.HandleChanged(report.instance(), handle));
    if (handle.finished() && !stream.progress().has(handle.file())) {
      events.add(new StreamEvent.FileFinished(report.instance(), stream.stamp(), handle.file()));
    }
    return new Decision<>(
        events, List.of(), List.of(new Read(reading.request(), reading.handle(), report.bytes())));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> openFailed(
      StreamHost host, OpenFailed report, Uptime now) {
    return call(host, report, Call.Opening.class)
        .map(opening -> failed(host, report.instance(), report.fault()))
        .orElse(Decision.nothing());
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> readFailed(
      StreamHost host, ReadFailed report, Uptime now) {
    return call(host, report, Call.Reading.class)
        .map(reading -> failed(host, report.instance(), report.fault()))
        .orElse(Decision.nothing());
  }

  /** A database that cannot be read is left out; the others are no worse for it. */
  static Decision<StreamEvent, StreamEffect, StreamReply> databaseFailed(
      StreamHost host, ReadFailed report, Uptime now) {
    Stream stream = host.stream(report.instance());
    Optional<Call.Reading> reading = call(host, report, Call.Reading.class);
    if (reading.isEmpty()
        || !(stream.work().handle().orElseThrow().file() instanceof StreamFile.DatabaseFile data)) {
      return Decision.nothing();
    }
    return new Decision<>(
        List.of(
            new StreamEvent.HandleClosed(report.instance(), Optional.empty()),
            new StreamEvent.DatabaseLost(report.instance(), stream.stamp(), data.database())),
        List.of(new StreamEffect.CloseData(report.instance(), reading.get().handle())),
        List.of(new StreamRefused(reading.get().request(), report.fault())));
  }

  /** What the host cannot deliver ends the stream; one that was stopped waits for its End. */
  static Decision<StreamEvent, StreamEffect, StreamReply> failed(
      StreamHost host, InstanceId id, Fault fault) {
    Instance instance = host.instance(id);
    Stream stream = host.stream(id);
    return stream.stopped()
        ? Decisions.both(
            Decision.event(new StreamEvent.CallEnded(id)), givenUp(stream.work(), fault))
        : Decisions.both(
            Ending.of(instance, StreamOutcome.ABORTED_BY_SERVER, fault), Ending.freed(instance));
  }

  /** Answers whoever still waits for work that nobody will finish. */
  static Decision<StreamEvent, StreamEffect, StreamReply> givenUp(Work work, Fault fault) {
    return work.call()
        .map(call -> Decisions.refuse(call.request(), fault))
        .orElse(Decision.nothing());
  }

  /** The call that a report speaks of; empty if that was given up meanwhile. */
  static <C extends Call> Optional<C> call(StreamHost host, WorkEnded report, Class<C> type) {
    return host.stream(report.instance())
        .work()
        .call()
        .filter(call -> call.number() == report.call())
        .filter(type::isInstance)
        .map(type::cast);
  }
}
