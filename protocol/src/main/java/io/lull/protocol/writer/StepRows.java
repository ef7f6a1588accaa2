package io.lull.protocol.writer;

import static io.lull.protocol.writer.WriterPhase.ABSENT;
import static io.lull.protocol.writer.WriterPhase.BACKUP_PREPARED;
import static io.lull.protocol.writer.WriterPhase.COMPLETED;
import static io.lull.protocol.writer.WriterPhase.FAILED;
import static io.lull.protocol.writer.WriterPhase.FORGOTTEN;
import static io.lull.protocol.writer.WriterPhase.POSTED;
import static io.lull.protocol.writer.WriterPhase.POST_RESTORED;
import static io.lull.protocol.writer.WriterPhase.PRE_RESTORED;
import static io.lull.protocol.writer.WriterPhase.SHUTTING_DOWN;
import static io.lull.protocol.writer.WriterPhase.THAWED;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Table;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterInput.BackupComplete;
import io.lull.protocol.writer.WriterInput.HandlerEnded;
import io.lull.protocol.writer.WriterInput.HandlerOverdue;
import io.lull.protocol.writer.WriterInput.PostRestore;
import io.lull.protocol.writer.WriterInput.PostSnapshot;
import io.lull.protocol.writer.WriterInput.PreRestore;
import io.lull.protocol.writer.WriterInput.PrepareForBackup;
import io.lull.protocol.writer.WriterInput.PrepareForSnapshot;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import java.util.EnumSet;
import java.util.Set;

/** The rows of the steps that hold nothing: each begins once, runs, and is answered ever after. */
final class StepRows {
  private final Table.Builder<
          WriterPhase,
          Writer,
          WriterInput,
          Uptime,
          Decision<WriterEvent, WriterEffect, WriterReply>>
      rows;

  private StepRows(
      Table.Builder<
              WriterPhase,
              Writer,
              WriterInput,
              Uptime,
              Decision<WriterEvent, WriterEffect, WriterReply>>
          rows) {
    this.rows = rows;
  }

  static Table.Builder<
          WriterPhase,
          Writer,
          WriterInput,
          Uptime,
          Decision<WriterEvent, WriterEffect, WriterReply>>
      addTo(
          Table.Builder<
                  WriterPhase,
                  Writer,
                  WriterInput,
                  Uptime,
                  Decision<WriterEvent, WriterEffect, WriterReply>>
              rows) {
    StepRows steps = new StepRows(rows);
    // In the order in which a backup and a restore take them, each up to the end of its way.
    steps.first(PrepareForBackup.class, WriterStep.PREPARE_FOR_BACKUP, COMPLETED);
    steps.next(
        PrepareForSnapshot.class, BACKUP_PREPARED, WriterStep.PREPARE_FOR_SNAPSHOT, COMPLETED);
    steps.next(PostSnapshot.class, THAWED, WriterStep.POST_SNAPSHOT, COMPLETED);
    steps.next(BackupComplete.class, POSTED, WriterStep.BACKUP_COMPLETE, COMPLETED);
    steps.first(PreRestore.class, WriterStep.PRE_RESTORE, POST_RESTORED);
    steps.next(PostRestore.class, PRE_RESTORED, WriterStep.POST_RESTORE, POST_RESTORED);
    return rows;
  }

  private void first(Class<? extends WriterRequest> request, WriterStep step, WriterPhase end) {
    rows.on(
        ABSENT,
        request,
        "a new session; the oldest makes room if there are too many",
        StepRules::open,
        WriterPhase.during(step),
        ABSENT);
    onceBegun(request, step, end);
  }

  private void next(
      Class<? extends WriterRequest> request, WriterPhase from, WriterStep step, WriterPhase end) {
    rows.on(from, request, "its handler is called", StepRules::begin, WriterPhase.during(step));
    onceBegun(request, step, end);
  }

  private void onceBegun(Class<? extends WriterRequest> request, WriterStep step, WriterPhase end) {
    WriterPhase during = WriterPhase.during(step);
    WriterPhase after = WriterPhase.after(step);
    Set<WriterPhase> answered = EnumSet.range(after, end);
    answered.add(FAILED);
    rows.on(during, request, "answered when its handler ends", StepRules::stillAtWork)
        .on(answered, request, "handled once: its answer stands", StepRules::repeat)
        .reject(WriterTable.ENDED, request, Failure.TOMBSTONED)
        .reject(FORGOTTEN, request, Failure.WRITER_STATUS_NOT_AVAILABLE)
        .rejectElsewhere(request, Failure.BAD_STATE)
        .on(
            during,
            HandlerEnded.class,
            "answered; only a failure ends the way of the set",
            HandlerRules::ended,
            after,
            FAILED,
            SHUTTING_DOWN)
        .on(
            during,
            HandlerOverdue.class,
            "interrupted; it has failed, whatever it says later",
            HandlerRules::overdue,
            FAILED,
            SHUTTING_DOWN);
  }
}
