package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.stream.StreamInput.GetLogInfo;
import io.lull.protocol.stream.StreamInput.LogsRolled;
import io.lull.protocol.stream.StreamInput.RollFailed;
import io.lull.protocol.stream.StreamReply.LogInfo;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import java.util.Optional;

/** Which logs make a stream complete. */
final class LogRules {
  private LogRules() {}

  /** Pages that are read after the log was begun would need logs that nobody will read. */
  static Decision<StreamEvent, StreamEffect, StreamReply> ask(
      StreamHost host, GetLogInfo ask, Uptime now) {
    Stream stream = host.stream(ask.instance());
    if (stream.work().isFor(ask.request())) {
      return Decision.nothing();
    }
    if (stream.work().taken().isPresent()) {
      return Decisions.refuse(
          ask.request(),
          Failure.INVALID_BACKUP_SEQUENCE,
          "all databases to be closed before GetLogInfo",
          "handle " + stream.work().taken().get() + " is open");
    }
    if (stream.work().call().isPresent()) {
      return Decisions.refuse(ask.request(), FileRules.busy(stream));
    }
    return Decisions.begin(
        host.instance(ask.instance()), new Call.Rolling(host.calls() + 1, ask.request()));
  }

  /** One new log is enough for a stream, and its logs do not change any more. */
  static Decision<StreamEvent, StreamEffect, StreamReply> askAgain(
      StreamHost host, GetLogInfo ask, Uptime now) {
    LogChain chain = host.stream(ask.instance()).progress().logs().orElseThrow();
    return Decision.reply(new LogInfo(ask.request(), chain.required()));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> rolled(
      StreamHost host, LogsRolled report, Uptime now) {
    return WorkRules.call(host, report, Call.Rolling.class)
        .map(rolling -> known(host, rolling.request(), report))
        .orElse(Decision.nothing());
  }

  private static Decision<StreamEvent, StreamEffect, StreamReply> known(
      StreamHost host, RequestId request, LogsRolled report) {
    Instance instance = host.instance(report.instance());
    Stream stream = host.stream(report.instance());
    return required(instance.facts(), stream, report.available())
        .map(
            required ->
                Decisions.answer(
                    new StreamEvent.LogsFetched(
                        report.instance(), stream.stamp(), report.available(), required),
                    new LogInfo(request, required)))
        .orElseGet(
            () ->
                WorkRules.failed(
                    host,
                    report.instance(),
                    Fault.expected(
                        Failure.MISSING_FILE_TO_BACKUP,
                        "an unbroken chain of logs",
                        "only " + report.available() + " are there")));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> rollFailed(
      StreamHost host, RollFailed report, Uptime now) {
    return WorkRules.call(host, report, Call.Rolling.class)
        .map(rolling -> WorkRules.failed(host, report.instance(), report.fault()))
        .orElse(Decision.nothing());
  }

  private static Optional<Logs> required(InstanceFacts facts, Stream stream, Logs available) {
    return switch (stream.kind()) {
      case FULL, COPY -> available.unbrokenFrom(stream.begun().checkpoint());
      case INCREMENTAL -> Optional.of(available.lastRun()).filter(run -> follows(run, facts));
    };
  }

  /** Whether there is no gap between what each database has in its backups and this run. */
  private static boolean follows(Logs run, InstanceFacts facts) {
    return !run.isEmpty()
        && facts.attached().stream()
            .flatMap(database -> database.full().stream())
            .allMatch(full -> run.generations().first() <= full.followedTo() + 1);
  }
}
