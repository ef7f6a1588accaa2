package io.lull.protocol.stream;

import static io.lull.protocol.failure.Failure.BACKUP_IN_PROGRESS;
import static io.lull.protocol.failure.Failure.CLIENT_REQUEST_TO_STOP_SERVICE;
import static io.lull.protocol.failure.Failure.STREAM_INVALID_PARAMETER;
import static io.lull.protocol.stream.StreamPhase.ABSENT;
import static io.lull.protocol.stream.StreamPhase.AWAITING_LOGS;
import static io.lull.protocol.stream.StreamPhase.DATABASES;
import static io.lull.protocol.stream.StreamPhase.LOGS;
import static io.lull.protocol.stream.StreamPhase.NOT_STARTED;
import static io.lull.protocol.stream.StreamPhase.SERVICE_STOPPED;
import static io.lull.protocol.stream.StreamPhase.SERVICE_STOPPED_OPEN;
import static io.lull.protocol.stream.StreamPhase.SNAPSHOT;
import static io.lull.protocol.stream.StreamPhase.STOPPED;
import static io.lull.protocol.stream.StreamTable.BARRED;
import static io.lull.protocol.stream.StreamTable.OPEN;
import static io.lull.protocol.stream.StreamTable.PRESENT;
import static io.lull.protocol.stream.StreamTable.RUNNING;
import static io.lull.protocol.stream.StreamTable.WITHOUT_STREAM;

import io.lull.protocol.stream.StreamInput.AttachDatabase;
import io.lull.protocol.stream.StreamInput.DetachDatabase;
import io.lull.protocol.stream.StreamInput.DropDatabase;
import io.lull.protocol.stream.StreamInput.GiveBack;
import io.lull.protocol.stream.StreamInput.ShrinkDatabase;
import io.lull.protocol.stream.StreamInput.StartInstance;
import io.lull.protocol.stream.StreamInput.StopBackup;
import io.lull.protocol.stream.StreamInput.StopService;
import io.lull.protocol.stream.StreamInput.TakeForSnapshot;
import io.lull.protocol.stream.StreamInput.TerminateInstance;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Table;
import io.lull.protocol.time.Uptime;
import java.util.EnumSet;

/** What the application that owns the instances may ask. */
final class OwnerRows {
  private final Table.Builder<
          StreamPhase,
          StreamHost,
          StreamInput,
          Uptime,
          Decision<StreamEvent, StreamEffect, StreamReply>>
      table;

  OwnerRows(
      Table.Builder<
              StreamPhase,
              StreamHost,
              StreamInput,
              Uptime,
              Decision<StreamEvent, StreamEffect, StreamReply>>
          table) {
    this.table = table;
  }

  void add() {
    stops();
    instances();
    databases();
    snapshots();
  }

  private void stops() {
    table
        .on(
            RUNNING,
            StopBackup.class,
            "only Close and End are left to the stream",
            StopRules::stopBackup,
            STOPPED)
        .on(
            ABSENT,
            StopBackup.class,
            "refused; nothing is stopped by guessing",
            StopRules::stopBackupNowhere)
        .on(
            EnumSet.of(NOT_STARTED, SNAPSHOT, STOPPED, SERVICE_STOPPED, SERVICE_STOPPED_OPEN),
            StopBackup.class,
            "succeeds and leaves no trace: nothing makes progress",
            StopRules::nothingToStop);
    table
        .on(
            EnumSet.of(NOT_STARTED, SNAPSHOT),
            StopService.class,
            "the instance takes up no further work",
            StopRules::stopService,
            SERVICE_STOPPED)
        .on(
            EnumSet.of(DATABASES, AWAITING_LOGS, LOGS, STOPPED),
            StopService.class,
            "the stream is stopped with it",
            StopRules::stopService,
            SERVICE_STOPPED_OPEN)
        .on(BARRED, StopService.class, "it is stopped already", StopRules::serviceIsStopped)
        .on(
            ABSENT,
            StopService.class,
            "refused; nothing is stopped by guessing",
            StopRules::stopServiceNowhere);
  }

  private void instances() {
    table
        .on(
            ABSENT,
            StartInstance.class,
            "it can be streamed, if there is room for it",
            InstanceRules::start,
            NOT_STARTED,
            ABSENT)
        .on(
            PRESENT,
            StartInstance.class,
            "an open stream is aborted by the server: its files are gone",
            InstanceRules::startAgain,
            NOT_STARTED);
    table
        .reject(ABSENT, TerminateInstance.class, STREAM_INVALID_PARAMETER)
        .on(
            WITHOUT_STREAM,
            TerminateInstance.class,
            "nothing is in the way",
            InstanceRules::terminate,
            ABSENT)
        .on(
            OPEN,
            TerminateInstance.class,
            "by force only: the stream is aborted by the server",
            InstanceRules::terminateOpen,
            ABSENT,
            DATABASES,
            AWAITING_LOGS,
            LOGS,
            STOPPED,
            SERVICE_STOPPED_OPEN);
  }

  private void databases() {
    table
        .reject(ABSENT, AttachDatabase.class, STREAM_INVALID_PARAMETER)
        .on(NOT_STARTED, AttachDatabase.class, "no backup is under way", DatabaseRules::attach)
        .reject(BARRED, AttachDatabase.class, CLIENT_REQUEST_TO_STOP_SERVICE)
        .rejectElsewhere(AttachDatabase.class, BACKUP_IN_PROGRESS);
    table
        .reject(ABSENT, DetachDatabase.class, STREAM_INVALID_PARAMETER)
        .on(
            EnumSet.of(NOT_STARTED, SERVICE_STOPPED),
            DetachDatabase.class,
            "no backup is under way; a stopped service may still put its databases away",
            DatabaseRules::detach)
        .rejectElsewhere(DetachDatabase.class, BACKUP_IN_PROGRESS);
    table
        .reject(ABSENT, DropDatabase.class, STREAM_INVALID_PARAMETER)
        .on(
            EnumSet.of(NOT_STARTED, SERVICE_STOPPED),
            DropDatabase.class,
            "no backup is under way; its logs stay until a full stream from now on is stored",
            DatabaseRules::drop)
        .rejectElsewhere(DropDatabase.class, BACKUP_IN_PROGRESS);
    table
        .reject(ABSENT, ShrinkDatabase.class, STREAM_INVALID_PARAMETER)
        .on(NOT_STARTED, ShrinkDatabase.class, "no backup is under way", DatabaseRules::shrink)
        .reject(BARRED, ShrinkDatabase.class, CLIENT_REQUEST_TO_STOP_SERVICE)
        .rejectElsewhere(ShrinkDatabase.class, BACKUP_IN_PROGRESS);
  }

  private void snapshots() {
    table
        .reject(ABSENT, TakeForSnapshot.class, STREAM_INVALID_PARAMETER)
        .on(
            NOT_STARTED,
            TakeForSnapshot.class,
            "no stream begins until it gives back",
            SnapshotRules::take,
            SNAPSHOT)
        .on(SNAPSHOT, TakeForSnapshot.class, "one at a time", SnapshotRules::takeAgain)
        .reject(BARRED, TakeForSnapshot.class, CLIENT_REQUEST_TO_STOP_SERVICE)
        .rejectElsewhere(TakeForSnapshot.class, BACKUP_IN_PROGRESS);
    table
        .reject(ABSENT, GiveBack.class, STREAM_INVALID_PARAMETER)
        .on(
            SNAPSHOT,
            GiveBack.class,
            "if this set has the instance, streams can begin again",
            SnapshotRules::giveBack,
            NOT_STARTED,
            SNAPSHOT)
        .on(
            EnumSet.of(NOT_STARTED, SERVICE_STOPPED),
            GiveBack.class,
            "gives back what it has, if anything",
            SnapshotRules::giveBack)
        .on(OPEN, GiveBack.class, "it has nothing of this instance", SnapshotRules::giveBack);
  }
}
