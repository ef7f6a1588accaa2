package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.stream.StreamEvent.StreamEnded;
import io.lull.protocol.stream.StreamInput.EndStream;
import io.lull.protocol.stream.StreamInput.StreamOwnerLost;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** How a stream ends by its session. */
final class EndRules {
  private EndRules() {}

  static Decision<StreamEvent, StreamEffect, StreamReply> end(
      StreamHost host, EndStream end, Uptime now) {
    Instance instance = host.instance(end.instance());
    Stream stream = host.stream(end.instance());
    StreamOutcome outcome = outcome(stream, end.mode());
    boolean completed = outcome == StreamOutcome.COMPLETED;
    StreamEnded ended =
        new StreamEnded(
            end.instance(),
            stream.stamp(),
            Optional.of(end.request()),
            outcome,
            completed ? mark(instance.facts(), stream, end.truncateDone()) : Optional.empty(),
            completed ? marked(stream).orElse(Logs.NONE) : Logs.NONE);
    Fault why =
        Fault.expected(
            outcome.failure().orElse(Failure.BACKUP_ABORTED_BY_CALLER),
            "the stream to stay open until its last call was answered",
            "it was ended");
    return Decisions.both(
        Ending.of(instance, ended, why),
        Decisions.both(Ending.freed(instance), Ending.answered(end.request(), ended)));
  }

  /** The stream is over; who lost the answer to its own End hears it again. */
  static Decision<StreamEvent, StreamEffect, StreamReply> again(
      StreamHost host, EndStream end, Uptime now) {
    Instance instance = host.instance(end.instance());
    return instance
        .lastEnd()
        .filter(last -> last.stamp().session().equals(end.stamp().session()))
        .filter(last -> last.request().filter(end.request()::equals).isPresent())
        .map(last -> Ending.answered(end.request(), last))
        .orElseGet(
            () ->
                Decisions.refuse(
                    end.request(),
                    instance.serviceStopped()
                        ? Failure.CLIENT_REQUEST_TO_STOP_SERVICE
                        : Failure.NO_BACKUP,
                    "an open stream of session " + end.stamp().session(),
                    "it has none"));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> ownerLost(
      StreamHost host, StreamOwnerLost report, Uptime now) {
    Instance instance = host.instance(report.instance());
    Fault why =
        Fault.expected(
            Failure.BACKUP_ABORTED_BY_CALLER,
            "session " + report.session() + " to end its stream",
            "it is gone or was silent for too long");
    // It may only have been silent, and has to hear what became of its stream when it comes back.
    return Decisions.both(
        Ending.of(instance, StreamOutcome.ABORTED_BY_CALLER, why), Ending.freed(instance));
  }

  /**
   * A stream whose logs were not all read cannot be restored, whatever its client calls it; and
   * after a stop nobody can know what is missing.
   */
  private static StreamOutcome outcome(Stream stream, EndMode mode) {
    if (mode == EndMode.ABORT) {
      return StreamOutcome.ABORTED_BY_CALLER;
    }
    if (stream.stopped()) {
      return StreamOutcome.ABORTED_BY_SERVER;
    }
    return stream.progress().logs().filter(chain -> chain.unread().isEmpty()).isPresent()
        ? StreamOutcome.COMPLETED
        : StreamOutcome.ABORTED_BY_CALLER;
  }

  /** Only a stream whose logs were dealt with is one that the next can build on. */
  private static Optional<HeaderMark> mark(
      InstanceFacts facts, Stream stream, boolean truncateDone) {
    Collection<DatabaseId> databases =
        switch (stream.kind()) {
          case FULL -> stream.progress().copied();
          case INCREMENTAL -> facts.attached().stream().map(Database::id).toList();
          case COPY -> List.of();
        };
    if (databases.isEmpty() || (marked(stream).isEmpty() && !truncateDone)) {
      return Optional.empty();
    }
    return stream
        .progress()
        .logs()
        .map(chain -> chain.required().generations().last())
        .map(high -> new HeaderMark(stream.kind(), Sorted.set(databases), high));
  }

  private static Optional<Logs> marked(Stream stream) {
    return stream.progress().logs().flatMap(LogChain::marked);
  }
}
