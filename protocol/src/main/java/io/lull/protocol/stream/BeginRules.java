package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.stream.StreamInput.BeginStream;
import io.lull.protocol.stream.StreamReply.Begun;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import java.util.List;
import java.util.Optional;

/** When a stream opens. */
final class BeginRules {
  private BeginRules() {}

  static Decision<StreamEvent, StreamEffect, StreamReply> begin(
      StreamHost host, BeginStream begin, Uptime now) {
    Instance instance = host.instance(begin.instance());
    return unfit(instance, begin)
        .map(fault -> Decisions.refuse(begin.request(), fault))
        .orElseGet(
            () ->
                Decisions.answer(
                    new StreamEvent.StreamBegun(
                        begin.instance(),
                        begin.stamp(),
                        begin.request(),
                        begin.kind(),
                        instance.facts().checkpoint()),
                    new Begun(begin.request(), begin.kind())));
  }

  /** One stream at a time; but who lost the answer to its own Begin must be able to end it. */
  static Decision<StreamEvent, StreamEffect, StreamReply> again(
      StreamHost host, BeginStream begin, Uptime now) {
    Instance instance = host.instance(begin.instance());
    Stream stream = host.stream(begin.instance());
    if (stream.belongsTo(begin.stamp().session())
        && stream.begun().request().equals(begin.request())) {
      return Decision.reply(new Begun(begin.request(), stream.kind()));
    }
    return Decisions.occupied(
        begin.request(),
        instance.serviceStopped()
            ? Failure.CLIENT_REQUEST_TO_STOP_SERVICE
            : Failure.BACKUP_IN_PROGRESS,
        instance);
  }

  private static Optional<Fault> unfit(Instance instance, BeginStream begin) {
    if (instance.streamed().contains(begin.stamp().session())) {
      return Optional.of(
          Fault.expected(
              Failure.INVALID_BACKUP_SEQUENCE,
              "a session that has not streamed yet",
              "the stream of session " + begin.stamp().session() + " has ended"));
    }
    return unfitLogging(instance.facts().logging(), begin.kind())
        .or(
            () ->
                begin.kind() == StreamKind.INCREMENTAL
                    ? withoutFull(instance.facts())
                    : Optional.empty());
  }

  private static Optional<Fault> unfitLogging(Logging logging, StreamKind kind) {
    Optional<Failure> failure =
        switch (logging) {
          case KEPT -> Optional.empty();
          case CIRCULAR ->
              kind == StreamKind.INCREMENTAL
                  ? Optional.of(Failure.INVALID_BACKUP)
                  : Optional.empty();
          case DISABLED -> Optional.of(Failure.LOGGING_DISABLED);
          case FAILED -> Optional.of(Failure.LOG_WRITE_FAILED);
          case RECOVERING -> Optional.of(Failure.STREAM_INVALID_PARAMETER);
        };
    return failure.map(
        f ->
            logging == Logging.CIRCULAR
                ? Fault.expected(
                    f, "a source that keeps its logs", "this one has only full streams and copies")
                : Fault.expected(f, "logs that a stream can use", "logging is " + logging));
  }

  /** A database without a full stream has nothing that an incremental one could follow. */
  private static Optional<Fault> withoutFull(InstanceFacts facts) {
    List<Database> attached = facts.attached();
    boolean covered = !attached.isEmpty() && attached.stream().allMatch(Database::hasFullStream);
    return covered
        ? Optional.empty()
        : Optional.of(
            Fault.expected(
                Failure.MISSING_FULL_BACKUP,
                "a full stream of every attached database",
                "found "
                    + attached.stream().filter(d -> !d.hasFullStream()).map(Database::id).toList()
                    + " without one"));
  }
}
