package io.lull.protocol.writer;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterInput.GatherStatus;
import io.lull.protocol.writer.WriterReply.Status;
import io.lull.protocol.writer.WriterSession.FailedStep;
import java.util.Optional;

/** What a writer says of its state for one set. */
final class StatusRules {
  private StatusRules() {}

  static Decision<WriterEvent, WriterEffect, WriterReply> ofSession(
      Writer writer, GatherStatus input, Uptime now) {
    return writer
        .session(SessionKey.of(input.stamp()))
        .map(
            session ->
                Decision.<WriterEvent, WriterEffect, WriterReply>reply(
                    new Status(
                        writer.id(),
                        input.stamp(),
                        session.state(),
                        session.work().step(),
                        session.failure().map(FailedStep::fault))))
        .orElseGet(() -> ofTombstone(writer, input, now));
  }

  /** Only what its last handler left behind is known. */
  static Decision<WriterEvent, WriterEffect, WriterReply> ofTombstone(
      Writer writer, GatherStatus input, Uptime now) {
    Tombstone tombstone = writer.tombstones().of(SessionKey.of(input.stamp())).orElseThrow();
    WriterStep last =
        tombstone.phase() == WriterPhase.ABORTED ? WriterStep.ABORT : WriterStep.BACKUP_SHUTDOWN;
    boolean failed = tombstone.result() instanceof HandlerResult.Failed;
    return Decision.reply(
        new Status(
            writer.id(),
            input.stamp(),
            failed ? failedAt(last) : tombstone.phase().state(),
            last,
            HandlerRules.fault(tombstone.result())));
  }

  /** Nothing is known: never heard of, forgotten, or of another life. */
  static Decision<WriterEvent, WriterEffect, WriterReply> notAvailable(
      Writer writer, GatherStatus input, Uptime now) {
    return Decision.reply(
        unknown(
            writer,
            input.stamp(),
            Fault.expected(
                Failure.WRITER_STATUS_NOT_AVAILABLE,
                "a session for " + input.stamp().set(),
                "none is kept")));
  }

  static Status unknown(Writer writer, Stamp stamp, Fault fault) {
    WriterStep last =
        writer
            .session(SessionKey.of(stamp))
            .map(session -> session.work().step())
            .orElse(WriterStep.IDENTIFY);
    return new Status(writer.id(), stamp, WriterState.UNKNOWN, last, Optional.of(fault));
  }

  /** VSS knows no failure at Abort; whoever asks is told the fault, and no state. */
  static WriterState failedAt(WriterStep step) {
    return switch (step) {
      case IDENTIFY -> WriterState.FAILED_AT_IDENTIFY;
      case PREPARE_FOR_BACKUP -> WriterState.FAILED_AT_PREPARE_BACKUP;
      case PREPARE_FOR_SNAPSHOT -> WriterState.FAILED_AT_PREPARE_SNAPSHOT;
      case FREEZE -> WriterState.FAILED_AT_FREEZE;
      case THAW -> WriterState.FAILED_AT_THAW;
      case POST_SNAPSHOT -> WriterState.FAILED_AT_POST_SNAPSHOT;
      case BACKUP_COMPLETE -> WriterState.FAILED_AT_BACKUP_COMPLETE;
      case BACKUP_SHUTDOWN -> WriterState.FAILED_AT_BACKUP_SHUTDOWN;
      case ABORT -> WriterState.UNKNOWN;
      case PRE_RESTORE -> WriterState.FAILED_AT_PRE_RESTORE;
      case POST_RESTORE -> WriterState.FAILED_AT_POST_RESTORE;
    };
  }
}
