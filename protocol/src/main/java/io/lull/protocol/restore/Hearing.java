package io.lull.protocol.restore;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.restore.RestoreEvent.StatusTold;
import io.lull.protocol.restore.RestoreEvent.WriterAbsent;
import io.lull.protocol.restore.RestoreEvent.WriterHandled;
import io.lull.protocol.restore.RestoreEvent.WriterIdentified;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterReply.Frozen;
import io.lull.protocol.writer.WriterReply.Handled;
import io.lull.protocol.writer.WriterReply.Identified;
import io.lull.protocol.writer.WriterReply.OfSet;
import io.lull.protocol.writer.WriterReply.Refused;
import io.lull.protocol.writer.WriterReply.Status;
import io.lull.protocol.writer.WriterReply.Thawed;
import io.lull.protocol.writer.WriterReply.Unidentified;
import io.lull.protocol.writer.WriterStep;
import java.util.Optional;

/** Which replies of writers answer the open question; all others are late or meant for another. */
final class Hearing {
  private Hearing() {}

  static Optional<RestoreEvent> heard(Restore restore, WriterReply reply) {
    Round round = restore.openRound();
    return Optional.ofNullable(round.waiting().get(reply.writer()))
        .flatMap(
            life ->
                switch (round.question()) {
                  case IDENTIFY -> description(restore.session(), life, reply);
                  case PRE_RESTORE -> result(restore, life, WriterStep.PRE_RESTORE, reply);
                  case POST_RESTORE -> result(restore, life, WriterStep.POST_RESTORE, reply);
                  case SHUT_DOWN -> result(restore, life, WriterStep.BACKUP_SHUTDOWN, reply);
                  case STATUS_BEFORE_FILES, STATUS_AFTER_FILES -> status(restore, life, reply);
                });
  }

  private static Optional<RestoreEvent> description(
      SessionId session, Incarnation life, WriterReply reply) {
    return switch (reply) {
      // A host that was restarted after it was asked may answer for its new life.
      case Identified(var writer, var asker, var now, var metadata)
          when asker.equals(session) && !now.isBefore(life) ->
          Optional.of(new WriterIdentified(writer, now, metadata));
      case Unidentified(var writer, var asker, var fault) when asker.equals(session) ->
          Optional.of(new WriterAbsent(writer, fault));
      case Identified _, Unidentified _, OfSet _ -> Optional.empty();
    };
  }

  private static Optional<RestoreEvent> result(
      Restore restore, Incarnation life, WriterStep asked, WriterReply reply) {
    return switch (reply) {
      case Handled(var writer, var stamp, var step, var result)
          when step == asked && stamp.equals(restore.stamp(life)) ->
          Optional.of(new WriterHandled(writer, result));
      case Refused(var writer, var stamp, var step, _, var fault)
          when step == asked && stamp.equals(restore.stamp(life)) ->
          Optional.of(new WriterHandled(writer, new HandlerResult.Failed(fault)));
      case Handled _, Refused _, Status _, Frozen _, Thawed _ -> Optional.empty();
      case Identified _, Unidentified _ -> Optional.empty();
    };
  }

  private static Optional<RestoreEvent> status(
      Restore restore, Incarnation life, WriterReply reply) {
    return switch (reply) {
      case Status(var writer, var stamp, var state, var last, var fault)
          when stamp.equals(restore.stamp(life)) && !stale(restore, (Status) reply) ->
          Optional.of(new StatusTold(writer, new WriterStatus(state, Optional.of(last), fault)));
      case Handled _, Refused _, Status _, Frozen _, Thawed _ -> Optional.empty();
      case Identified _, Unidentified _ -> Optional.empty();
    };
  }

  /** A status of the earlier round that was under way when the writer handled PostRestore. */
  private static boolean stale(Restore restore, Status status) {
    return status.last() == WriterStep.PRE_RESTORE
        && Optional.ofNullable(restore.answers().postRestored().get(status.writer()))
            .filter(result -> !(result instanceof HandlerResult.Failed))
            .isPresent();
  }
}
