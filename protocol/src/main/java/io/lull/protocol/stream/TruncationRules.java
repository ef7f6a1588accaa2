package io.lull.protocol.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamInput.GetTruncateLogInfo;
import io.lull.protocol.stream.StreamInput.TruncateLog;
import io.lull.protocol.stream.StreamInput.TruncationConfirmed;
import io.lull.protocol.stream.StreamReply.TruncateInfo;
import io.lull.protocol.stream.StreamReply.Truncated;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import java.util.List;
import java.util.Optional;

/** Which logs may go, and when they do. */
final class TruncationRules {
  private TruncationRules() {}

  static Decision<StreamEvent, StreamEffect, StreamReply> preview(
      StreamHost host, GetTruncateLogInfo ask, Uptime now) {
    Stream stream = host.stream(ask.instance());
    Logs logs =
        chain(stream).marked().orElseGet(() -> dispensable(host.instance(ask.instance()), stream));
    return Decision.reply(new TruncateInfo(ask.request(), logs));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> truncate(
      StreamHost host, TruncateLog truncate, Uptime now) {
    Stream stream = host.stream(truncate.instance());
    Optional<Logs> marked = chain(stream).marked();
    if (marked.isPresent()) {
      return Decision.reply(new Truncated(truncate.request(), marked.get()));
    }
    if (stream.kind() == StreamKind.COPY) {
      return Decisions.refuse(
          truncate.request(),
          Failure.INVALID_BACKUP_SEQUENCE,
          "a full or incremental stream",
          "a copy lets no log go");
    }
    if (stream.work().taken().isPresent()) {
      return Decisions.refuse(
          truncate.request(),
          Failure.INVALID_BACKUP_SEQUENCE,
          "no open file",
          "handle " + stream.work().taken().get() + " is open");
    }
    Logs unread = chain(stream).unread();
    if (!unread.isEmpty()) {
      return Decisions.refuse(
          truncate.request(),
          Failure.LOG_FILE_NOT_COPIED,
          "every required log to be read",
          unread + " were not");
    }
    Logs logs = dispensable(host.instance(truncate.instance()), stream);
    return Decisions.answer(
        new StreamEvent.LogsMarked(truncate.instance(), stream.stamp(), logs),
        new Truncated(truncate.request(), logs));
  }

  /** Logs go only now: before, the stream could still turn out to be worth nothing. */
  static Decision<StreamEvent, StreamEffect, StreamReply> confirmed(
      StreamHost host, TruncationConfirmed notice, Uptime now) {
    Instance instance = host.instance(notice.instance());
    SessionId session = notice.stamp().session();
    Decision<StreamEvent, StreamEffect, StreamReply> full =
        instance.unstored().containsKey(session)
            ? Decision.event(new StreamEvent.FullStored(instance.id(), session))
            : Decision.nothing();
    return Decisions.both(full, letGo(instance, session));
  }

  private static Decision<StreamEvent, StreamEffect, StreamReply> letGo(
      Instance instance, SessionId session) {
    Optional<Instance.Marked> marked = Optional.ofNullable(instance.marked().get(session));
    // A stream that is open may have to read them, and a snapshot may be about to copy them.
    return marked
        .filter(waiting -> !waiting.ready())
        .map(
            waiting ->
                instance.isFree()
                    ? delete(instance, session, waiting.logs())
                    : Decision.<StreamEvent, StreamEffect, StreamReply>event(
                        new StreamEvent.TruncationReady(instance.id(), session)))
        .orElse(Decision.nothing());
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> delete(
      Instance instance, SessionId session, Logs logs) {
    return new Decision<>(
        List.of(new StreamEvent.TruncationDone(instance.id(), session)),
        List.of(new StreamEffect.DeleteLogs(instance.id(), logs)),
        List.of());
  }

  /**
   * The logs below the checkpoint and the end of what was copied that no database needs which is
   * not in this stream. A detached one is not in it and may come back, so it counts too; one that
   * was dropped cannot, and needs none once a full stream of all that is left is stored.
   */
  private static Logs dispensable(Instance instance, Stream stream) {
    if (stream.kind() == StreamKind.COPY) {
      return Logs.NONE;
    }
    LogChain chain = chain(stream);
    long bound = Math.min(instance.facts().checkpoint(), chain.required().generations().last() + 1);
    for (Database database : instance.facts().databases().values()) {
      if (!isCovered(instance, stream, database)) {
        bound = Math.min(bound, database.fullHigh());
      }
    }
    return chain.available().below(bound);
  }

  private static boolean isCovered(Instance instance, Stream stream, Database database) {
    if (instance.dropped().contains(database.id())) {
      // It was before this stream began, and what this one marks goes when this one is stored.
      return stream.kind() == StreamKind.FULL
          && instance.droppedBeside(stream.progress().copied()).contains(database.id());
    }
    // An incremental stream may follow a full one that was made and of which nobody has said yet
    // that it is stored.
    return database.attached()
        && (stream.kind() == StreamKind.INCREMENTAL
            ? database.fullHigh() > 0
            : stream.progress().copied().contains(database.id()));
  }

  private static LogChain chain(Stream stream) {
    return stream.progress().logs().orElseThrow();
  }
}
