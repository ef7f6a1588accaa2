package io.lull.protocol.stream;

import io.lull.protocol.id.InstanceId;
import java.util.function.UnaryOperator;

/** What each event does to the state of a host. */
final class StreamEvents {
  private StreamEvents() {}

  static StreamHost apply(StreamHost host, StreamEvent event) {
    return switch (event) {
      case StreamEvent.Journaled e -> journaled(host, e).reported(e);
      case StreamEvent.EpochTaken e -> stream(host, e.instance(), stream -> stream.at(e.epoch()));
      case StreamEvent.CallBegun e ->
          work(host, e.instance(), work -> work.begun(e.call())).withCall(e.call().number());
      case StreamEvent.CallEnded e -> work(host, e.instance(), Work::ended);
      case StreamEvent.HandleChanged e ->
          work(host, e.instance(), work -> work.changed(e.handle()));
      case StreamEvent.HandleClosed e ->
          work(host, e.instance(), work -> work.closedBy(e.request()));
      case StreamEvent.ServiceBarred e -> instance(host, e.instance(), Instance::barred);
      case StreamEvent.InstanceOpened e -> host.with(Instance.opened(e.instance(), e.facts()));
      case StreamEvent.InstanceClosed e -> host.without(e.instance());
      case StreamEvent.DatabaseAttached e ->
          instance(host, e.instance(), instance -> instance.attached(e.database()));
      case StreamEvent.DatabaseDetached e ->
          facts(host, e.instance(), facts -> facts.detached(e.database()));
      case StreamEvent.DatabaseDropped e ->
          instance(host, e.instance(), instance -> instance.dropped(e.database()));
      case StreamEvent.SnapshotTook e ->
          instance(host, e.instance(), instance -> instance.with(new Use.Snapshot(e.set())));
      case StreamEvent.SnapshotGaveBack e ->
          instance(host, e.instance(), instance -> instance.givenBack(e.full()));
      case StreamEvent.FullStored e ->
          instance(host, e.instance(), instance -> instance.stored(e.session()));
      case StreamEvent.TruncationReady e ->
          instance(host, e.instance(), instance -> instance.ready(e.session()));
      case StreamEvent.TruncationDone e ->
          instance(host, e.instance(), instance -> instance.withoutMarks(e.session()));
      case StreamEvent.ReportsDone e -> host.withoutReports(e.session(), e.number());
      case StreamEvent.SessionForgotten e ->
          host.find(e.instance())
              .map(instance -> host.with(instance.forgotten(e.session())))
              .orElse(host)
              .withoutReports(e.session(), Long.MAX_VALUE);
      case StreamEvent.CheckpointSet e -> facts(host, e.instance(), f -> f.at(e.checkpoint()));
      case StreamEvent.LoggingSet e -> facts(host, e.instance(), f -> f.with(e.logging()));
    };
  }

  private static StreamHost journaled(StreamHost host, StreamEvent.Journaled event) {
    InstanceId id = event.instance();
    return switch (event) {
      case StreamEvent.StreamBegun e ->
          instance(host, id, instance -> instance.with(Stream.opened(e)));
      case StreamEvent.FileFinished e -> progress(host, id, done -> done.finished(e.file()));
      case StreamEvent.DatabaseLost e -> progress(host, id, done -> done.lost(e.database()));
      // A chain ends the call that asked for it; nobody else waits for it.
      case StreamEvent.LogsFetched e ->
          progress(
              work(host, id, Work::ended),
              id,
              done -> done.fetched(LogChain.of(e.available(), e.required())));
      case StreamEvent.LogsMarked e -> progress(host, id, done -> done.marked(e.logs()));
      case StreamEvent.StreamStopped e -> stream(host, id, Stream::stop);
      case StreamEvent.StreamEnded e -> instance(host, id, instance -> instance.ended(e));
    };
  }

  private static StreamHost instance(
      StreamHost host, InstanceId id, UnaryOperator<Instance> change) {
    return host.with(change.apply(host.instance(id)));
  }

  private static StreamHost facts(
      StreamHost host, InstanceId id, UnaryOperator<InstanceFacts> change) {
    return instance(host, id, instance -> instance.with(change.apply(instance.facts())));
  }

  private static StreamHost stream(StreamHost host, InstanceId id, UnaryOperator<Stream> change) {
    return instance(host, id, instance -> instance.with(change.apply(host.stream(id))));
  }

  private static StreamHost work(StreamHost host, InstanceId id, UnaryOperator<Work> change) {
    return stream(host, id, stream -> stream.with(change.apply(stream.work())));
  }

  private static StreamHost progress(
      StreamHost host, InstanceId id, UnaryOperator<Progress> change) {
    return stream(host, id, stream -> stream.with(change.apply(stream.progress())));
  }
}
