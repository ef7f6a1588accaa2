package io.lull.protocol.failure;

/** What to do next: one sentence for each failure, written for whoever reads it at night. */
final class Hints {
  private Hints() {}

  // One switch and not a map: a failure without a hint does not compile.
  static String of(Failure failure) {
    return switch (failure) {
      // V: VSS, the set and its volumes.
      case BAD_STATE ->
          "Call the verbs in their order; once PrepareForBackup was sent, abort the session first.";
      case SNAPSHOT_SET_IN_PROGRESS ->
          "Wait until the other set is done, or ask again with --wait.";
      // Of what; where that is known, the hint is about it.
      case OBJECT_NOT_FOUND ->
          "Correct the name; `lull writers`, `lull sets` or a look at the host show what there is.";
      case OBJECT_ALREADY_EXISTS -> "Leave the second one out; it is already in the set.";
      case MAXIMUM_NUMBER_OF_VOLUMES_REACHED ->
          "Split the volumes into several sets, which then have different instants.";
      case MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED ->
          "Delete old sets of this volume, then start again.";
      case VOLUME_NOT_SUPPORTED -> "Leave the volume out, or install a provider that can copy it.";
      case VOLUME_NOT_SUPPORTED_BY_PROVIDER ->
          "Leave the choice of the provider to Lull, or name one that can copy this volume.";
      case PROVIDER_NOT_REGISTERED ->
          "Compare the provider with `lull providers` and start the node of its host.";
      case PROVIDER_VETO ->
          "Read the provider's own log on its host, remove the cause and start again.";
      case UNEXPECTED_PROVIDER_ERROR ->
          "Wait ten minutes, try again at most three times, then report it with the provider's"
              + " log.";
      case INSUFFICIENT_STORAGE ->
          "Free space where the provider keeps its copies, then start again.";
      case FLUSH_WRITES_TIMEOUT ->
          "Choose a quieter hour or fewer volumes: what was waiting to be written took too long.";
      case HOLD_WRITES_TIMEOUT ->
          "Choose a faster provider or fewer volumes: it took longer than writes may be held.";
      case UNEXPECTED_WRITER_ERROR ->
          "Look at the writer's status and log; if it comes back, report it to the writer's"
              + " author.";
      case UNSUPPORTED_CONTEXT -> "Choose another context, or a provider that can do this one.";
      case INVALID_DOCUMENT ->
          "Use the document as it was saved; this one was changed, cut or is of another kind.";
      case ACCESS_DENIED ->
          "Give whoever was refused the right that the detail names, or use one that has it.";
      case INVALID_ARGUMENT -> "Correct the argument that the detail names.";
      case OUT_OF_MEMORY -> "Give the process more memory or the host less to do, then try again.";
      case CANCELLED -> "Nothing is left to do: the operation was cancelled as somebody asked.";

      // V: VSS, the writers.
      case WRITER_INCONSISTENT_SNAPSHOT ->
          "Add the volumes that hold the rest of this writer's data, or leave the writer out.";
      case WRITER_OUT_OF_RESOURCES ->
          "Lower the load on the writer's host, wait ten minutes, try again at most three times.";
      case WRITER_TIMEOUT ->
          "Choose a quieter hour or fewer components, then try again, at most three times.";
      case WRITER_RETRYABLE ->
          "Wait ten minutes and try again; if it stays, restart the service behind the writer.";
      case WRITER_NON_RETRYABLE ->
          "Repair what the writer's log names; until then this data has no backup.";
      case WRITER_RECOVERY_FAILED ->
          "Treat this writer's part of the copy as unusable and take a new set.";
      case WRITER_PARTIAL_FAILURE ->
          "Read the failure of each component, mark those as not succeeded and keep the rest.";
      case WRITER_NOT_RESPONDING ->
          "Look at the writer on its host and restart it; until then this data has no backup.";
      case WRITER_STATUS_NOT_AVAILABLE ->
          "Run fewer sessions with this writer at once, and ask for the status before ending each.";
      case WRITER_INFRASTRUCTURE ->
          "Repair the connection between the writer and its node, then start again.";

      // E: ESE streaming.
      case LOGGING_DISABLED ->
          "Switch logging on: without its log a running database cannot be streamed.";
      case BACKUP_IN_PROGRESS ->
          "Wait until the other backup ends; `lull abort SESSION` ends one that nobody reads.";
      case NO_BACKUP -> "Begin a streaming backup before the calls that belong to one.";
      case INVALID_BACKUP_SEQUENCE ->
          "Follow the order of a streaming backup: databases, then logs, then truncation, then"
              + " End.";
      case INVALID_BACKUP ->
          "Take a full backup; for others its logs have to be kept, and not every source has such.";
      case MISSING_FULL_BACKUP ->
          "Take a full backup first; an incremental one needs it to stand on.";
      case MISSING_FILE_TO_BACKUP ->
          "Take a full backup: a log file between the last backup and now is gone.";
      case LOG_FILE_NOT_COPIED ->
          "Read every log file of the list to its end before you ask to truncate.";
      case BACKUP_ABORTED_BY_CALLER ->
          "Nothing is left to do: the stream ended as an abort, and its files are not a backup.";
      case BACKUP_ABORTED_BY_SERVER ->
          "End the stream now, then ask the administrator of the instance why it was stopped.";
      case RUNNING_IN_MULTI_INSTANCE_MODE -> "Name the instance: more than one runs here.";
      case CLIENT_REQUEST_TO_STOP_SERVICE ->
          "Begin again when the service is back; it is shutting down.";
      case STREAM_INVALID_PARAMETER ->
          "Correct the parameter that the detail names: handle, offset, buffer or end bits.";
      case INVALID_GRBIT -> "Use only the option bits that this call knows.";
      case HANDLE_TABLE_FULL -> "Close the open file first: a stream reads one file at a time.";
      case LOG_WRITE_FAILED ->
          "Give the instance's log disk room or repair it, and start the instance again.";

      // F: MS-FSRVP.
      case SET_ID_MISMATCH -> "Use the set id that StartSnapshotSet answered in this session.";

      // L: late messages.
      case STALE_EPOCH ->
          "Nothing is left to do: a newer attempt has taken over and this message came late.";
      case STALE_INCARNATION ->
          "Start a new session: the message was meant for an earlier life of that host's process.";
      case STALE_SLOT ->
          "Start again later: the creation slot of this host has gone to another session.";
      case SLOT_LOST ->
          "Start a new session, and keep the time between StartSnapshotSet and DoSnapshotSet"
              + " short.";
      case TOMBSTONED ->
          "Start a new session: this set was already aborted on that host and stays aborted.";
      case NOT_PREPARED ->
          "Start a new session and report this: a Freeze came without its PrepareForSnapshot.";

      // L: holds.
      case HOLD_REFUSED -> "Find out on the host who else froze it, and wait until they let go.";
      case HOLD_LAPSED ->
          "Take fewer volumes, a faster provider or a longer hold: it ended before the copy.";
      case NOT_HELD ->
          "Find out what ended the hold on that host: a thaw by hand, a restart or another tool.";
      case THAW_FAILED ->
          "Go to the host now, read why the thaw failed and run `lull thaw --local` there.";
      case THAW_UNCONFIRMED ->
          "Go to the host now and run `lull thaw --local`: nobody has heard that it is thawed.";

      // L: limits.
      case LEASE_TOO_SHORT ->
          "Take fewer writers, or lengthen the hold: too little of it was left to start the"
              + " commit.";
      case FREEZE_DEADLINE ->
          "Look at which writer was slowest; take it alone, or choose a quieter hour.";
      case COMMIT_DEADLINE ->
          "Look at which provider was slowest; it sets the time for all of the set.";
      case PROVIDER_TIMEOUT ->
          "Look at the provider on its host, and whether the limit of this step suits it.";
      case SOURCE_TIMEOUT ->
          "Look at the instance on its host, and whether lull.streams gives its source enough"
              + " time.";

      // L: how sessions end.
      case HOST_UNREACHABLE ->
          "Look at the host and the network to it; its own leases end every hold it has.";
      case HOST_RESTARTED ->
          "Start a new session: the host came back without what was prepared on it.";
      case COORDINATOR_LOST ->
          "Start a new session: the coordinator was lost at work, and the set was aborted.";
      case REQUESTER_LOST ->
          "Keep the requester alive, or send its keep-alive more often than the lease.";
      case ABORTED_BY_REQUESTER -> "Nothing is left to do: the set was aborted as you asked.";
      case SESSION_ABORTED ->
          "Look at the failure that came first in this session; this one only followed from it.";

      case JOURNAL_UNAVAILABLE ->
          "Bring the journal's database back, then begin again: nothing was begun.";
      case NO_COORDINATOR ->
          "Start a node with the role coordinator, or find out why none of them can be reached.";
      case TOO_MANY_REQUESTS ->
          "Ask again in a moment; with a few requesters at a time nobody is sent away.";
      case CHANGED_MEANWHILE ->
          "Look at the session again, and call with its new version if the call is still wanted.";

      // L: results.
      case BELOW_REQUESTED_GRADE ->
          "Repair the writers that did not hold, or ask for a lower grade on purpose.";
      case CERTIFICATE_REFUSED ->
          "Delete this set and take a new one: nothing proves that its instant was common.";
      case BACKUP_INCOMPLETE ->
          "Call BackupComplete before the release; this backup counts as not done.";
      case UNSUPPORTED_IN_RESTORE -> "Leave this verb out: a restore does not know it.";
      case COMMAND_FAILED ->
          "Run the plan's command by hand as the node's user; the detail has its last words.";
      case SOURCE_FAILED ->
          "Repair what the detail says on the host of the instance, and stream again.";
      case GRADE_OUT_OF_REACH ->
          "Add writers, take providers that copy at one instant, or allow a lower grade on"
              + " purpose.";
      case SET_PINNED -> "Run `lull unpin SET` first, if nobody needs the set any more.";
      case MALFORMED ->
          "Check that both sides run versions that know each other, and that the file is whole.";
      case TOO_LARGE -> "Send less at once; the detail names the limit.";
      case INTERNAL ->
          "Report this as a bug of Lull, with the event log of the session and this detail.";
    };
  }
}
