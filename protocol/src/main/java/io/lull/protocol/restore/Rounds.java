package io.lull.protocol.restore;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.restore.RestoreEvent.StatusTold;
import io.lull.protocol.restore.RestoreEvent.WriterAbsent;
import io.lull.protocol.restore.RestoreEvent.WriterHandled;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.RestoreOrder;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterStep;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What each question is in messages: what is sent, for how long, and what the requester hears. */
final class Rounds {
  private Rounds() {}

  static WriterInput request(Restore restore, WriterId writer, Incarnation incarnation) {
    return switch (restore.openRound().question()) {
      case IDENTIFY -> new WriterInput.Identify(restore.session(), incarnation);
      case PRE_RESTORE ->
          new WriterInput.PreRestore(restore.stamp(incarnation), orders(restore, writer));
      case POST_RESTORE ->
          new WriterInput.PostRestore(
              restore.stamp(incarnation), files(restore, writer), moreToCome(restore, writer));
      case STATUS_BEFORE_FILES, STATUS_AFTER_FILES ->
          new WriterInput.GatherStatus(restore.stamp(incarnation));
      case SHUT_DOWN -> new WriterInput.BackupShutdown(restore.stamp(incarnation));
    };
  }

  static Duration limit(Restore restore) {
    return switch (restore.openRound().question()) {
      case IDENTIFY, STATUS_BEFORE_FILES, STATUS_AFTER_FILES -> restore.limits().identify();
      case PRE_RESTORE, POST_RESTORE -> restore.limits().restore();
      case SHUT_DOWN -> restore.limits().backupShutdown();
    };
  }

  /** What a writer is taken to have answered when it does not answer by itself. */
  static RestoreEvent instead(Restore restore, WriterId writer, Fault fault) {
    return switch (restore.openRound().question()) {
      case IDENTIFY -> new WriterAbsent(writer, fault);
      case PRE_RESTORE, POST_RESTORE, SHUT_DOWN ->
          new WriterHandled(writer, new HandlerResult.Failed(fault));
      case STATUS_BEFORE_FILES, STATUS_AFTER_FILES ->
          new StatusTold(writer, WriterStatus.unknown(fault));
    };
  }

  /** A handler that took too long is a timeout; a question that needs no work found nobody in. */
  static Fault overdue(Restore restore, WriterId writer) {
    Failure failure =
        switch (restore.openRound().question()) {
          case PRE_RESTORE, POST_RESTORE, SHUT_DOWN -> Failure.WRITER_TIMEOUT;
          case IDENTIFY, STATUS_BEFORE_FILES, STATUS_AFTER_FILES -> Failure.WRITER_NOT_RESPONDING;
        };
    String expected = "an answer within " + limit(restore).toSeconds() + " s";
    return Fault.expected(failure, expected, writer + " gave none");
  }

  /** The final answer to the call that began the round. */
  static RestoreReply reply(Restore restore, RequestId request) {
    Answers answers = restore.answers();
    return switch (restore.openRound().question()) {
      case IDENTIFY -> new RestoreReply.Metadata(request, answers.descriptions(), answers.absent());
      case PRE_RESTORE ->
          new RestoreReply.Handled(request, WriterStep.PRE_RESTORE, answers.preRestored());
      case POST_RESTORE ->
          new RestoreReply.Handled(request, WriterStep.POST_RESTORE, answers.postRestored());
      case STATUS_BEFORE_FILES, STATUS_AFTER_FILES ->
          new RestoreReply.Statuses(request, answers.statuses());
      case SHUT_DOWN ->
          new RestoreReply.Handled(request, WriterStep.BACKUP_SHUTDOWN, answers.shutDown());
    };
  }

  private static Map<ComponentId, RestoreOrder> orders(Restore restore, WriterId writer) {
    TreeMap<ComponentId, RestoreOrder> orders = new TreeMap<>();
    for (Choice choice : restore.choices(writer)) {
      choice.restored().forEach(component -> orders.put(component, choice.order()));
    }
    return orders;
  }

  private static Map<ComponentId, FileRestoreStatus> files(Restore restore, WriterId writer) {
    TreeMap<ComponentId, FileRestoreStatus> files = new TreeMap<>();
    for (Choice choice : restore.choices(writer)) {
      choice.restored().forEach(component -> files.put(component, choice.status()));
    }
    return files;
  }

  // A writer goes online as a whole, so one component that waits for more holds all of it back.
  private static boolean moreToCome(Restore restore, WriterId writer) {
    return restore.choices(writer).stream().anyMatch(Choice::moreToCome);
  }
}
