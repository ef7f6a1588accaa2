package io.lull.protocol.session;

import static io.lull.protocol.failure.Failure.BAD_STATE;
import static io.lull.protocol.session.SessionPhase.ABORTING;
import static io.lull.protocol.session.SessionPhase.BACKUP_ABORTED;
import static io.lull.protocol.session.SessionPhase.BACKUP_COMPLETED;
import static io.lull.protocol.session.SessionPhase.BACKUP_PREPARED;
import static io.lull.protocol.session.SessionPhase.COMPLETING;
import static io.lull.protocol.session.SessionPhase.CREATION_FAILED;
import static io.lull.protocol.session.SessionPhase.ENDING_PREPARE;
import static io.lull.protocol.session.SessionPhase.GATHERING_METADATA;
import static io.lull.protocol.session.SessionPhase.INITIALIZED;
import static io.lull.protocol.session.SessionPhase.METADATA_GATHERED;
import static io.lull.protocol.session.SessionPhase.NEW;
import static io.lull.protocol.session.SessionPhase.POST_FINAL_COMMITTING;
import static io.lull.protocol.session.SessionPhase.POST_SNAPSHOTTING;
import static io.lull.protocol.session.SessionPhase.PREPARING_BACKUP;
import static io.lull.protocol.session.SessionPhase.PREPARING_SNAPSHOT;
import static io.lull.protocol.session.SessionPhase.PRE_FINAL_COMMITTING;
import static io.lull.protocol.session.SessionPhase.RELEASED;
import static io.lull.protocol.session.SessionPhase.RELEASING;
import static io.lull.protocol.session.SessionPhase.SET_STARTED;
import static io.lull.protocol.session.SessionPhase.SNAPSHOT_CREATED;
import static io.lull.protocol.session.SessionPhase.TAKING_SLOTS;
import static io.lull.protocol.session.SessionPhase.WINDOW_OPEN;

import io.lull.protocol.session.SessionInput.AbortBackup;
import io.lull.protocol.session.SessionInput.AddComponent;
import io.lull.protocol.session.SessionInput.AddToSnapshotSet;
import io.lull.protocol.session.SessionInput.BackupComplete;
import io.lull.protocol.session.SessionInput.Cancel;
import io.lull.protocol.session.SessionInput.DeleteSnapshots;
import io.lull.protocol.session.SessionInput.DisableWriters;
import io.lull.protocol.session.SessionInput.DoSnapshotSet;
import io.lull.protocol.session.SessionInput.FateAsked;
import io.lull.protocol.session.SessionInput.GatherWriterMetadata;
import io.lull.protocol.session.SessionInput.GatherWriterStatus;
import io.lull.protocol.session.SessionInput.GetSnapshotProperties;
import io.lull.protocol.session.SessionInput.HostLost;
import io.lull.protocol.session.SessionInput.InitializeForBackup;
import io.lull.protocol.session.SessionInput.KeepAlive;
import io.lull.protocol.session.SessionInput.PinSet;
import io.lull.protocol.session.SessionInput.PrepareForBackup;
import io.lull.protocol.session.SessionInput.ProviderSaid;
import io.lull.protocol.session.SessionInput.QueryStatus;
import io.lull.protocol.session.SessionInput.RecordVerification;
import io.lull.protocol.session.SessionInput.Release;
import io.lull.protocol.session.SessionInput.SetBackupState;
import io.lull.protocol.session.SessionInput.SetBackupSucceeded;
import io.lull.protocol.session.SessionInput.SetContext;
import io.lull.protocol.session.SessionInput.SlotQuestioned;
import io.lull.protocol.session.SessionInput.SlotSaid;
import io.lull.protocol.session.SessionInput.StartSnapshotSet;
import io.lull.protocol.session.SessionInput.TakeOver;
import io.lull.protocol.session.SessionInput.TimerDue;
import io.lull.protocol.session.SessionInput.UnpinSet;
import io.lull.protocol.session.SessionInput.WindowReported;
import io.lull.protocol.session.SessionInput.WriterSaid;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.session.SessionReply.Refused;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Table;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** The rules of a backup session: one row is one line, and every phase meets every input once. */
public final class SessionTable {
  /** Components may still be chosen. */
  private static final Set<SessionPhase> CHOOSING = EnumSet.of(METADATA_GATHERED, SET_STARTED);

  /** PrepareForBackup has not been called. */
  private static final Set<SessionPhase> UNPREPARED = EnumSet.range(INITIALIZED, SET_STARTED);

  /** Nothing has been announced to any writer, and no host's slot is taken. */
  private static final Set<SessionPhase> UNANNOUNCED = EnumSet.range(INITIALIZED, METADATA_GATHERED);

  /** The writers describe themselves, or have; which of them are left out is settled. */
  private static final Set<SessionPhase> IDENTIFYING = EnumSet.range(GATHERING_METADATA, SET_STARTED);

  /** The members of the set are fixed and its creation runs, outside of the freeze window. */
  private static final Set<SessionPhase> CREATING =
      EnumSet.of(PREPARING_SNAPSHOT, ENDING_PREPARE, PRE_FINAL_COMMITTING, POST_SNAPSHOTTING, POST_FINAL_COMMITTING);

  /** The window may have been about to open when the coordinator was lost. */
  private static final Set<SessionPhase> FREEZING = EnumSet.of(PREPARING_SNAPSHOT, ENDING_PREPARE);

  /** The writers know of the backup, and somebody is at work for it. */
  private static final Set<SessionPhase> WORKING =
      EnumSet.of(PREPARING_BACKUP, PREPARING_SNAPSHOT, ENDING_PREPARE, PRE_FINAL_COMMITTING, POST_SNAPSHOTTING,
          POST_FINAL_COMMITTING, COMPLETING);

  /** The writers know of the backup, if there are any, and it is the requester's turn. */
  private static final Set<SessionPhase> ANNOUNCED = EnumSet.of(BACKUP_PREPARED, SNAPSHOT_CREATED, CREATION_FAILED);

  /** It is the requester's turn. */
  private static final Set<SessionPhase> WAITING =
      EnumSet.of(INITIALIZED, METADATA_GATHERED, SET_STARTED, BACKUP_PREPARED, SNAPSHOT_CREATED, BACKUP_COMPLETED,
          CREATION_FAILED, BACKUP_ABORTED);

  /** Nothing has to be undone before the session may end, and nobody may have to hear of its end. */
  private static final Set<SessionPhase> RELEASABLE =
      EnumSet.of(INITIALIZED, GATHERING_METADATA, METADATA_GATHERED, SET_STARTED, BACKUP_PREPARED, SNAPSHOT_CREATED,
          BACKUP_COMPLETED, CREATION_FAILED, BACKUP_ABORTED);

  /** Somebody has heard of it, and will hear of its end. */
  private static final Set<SessionPhase> HEARD = EnumSet.of(TAKING_SLOTS, PREPARING_BACKUP, COMPLETING);

  /** Copies may be there that can be looked at and deleted. */
  private static final Set<SessionPhase> COPIED =
      EnumSet.of(SNAPSHOT_CREATED, BACKUP_COMPLETED, CREATION_FAILED, BACKUP_ABORTED);

  /** The set exists, and nothing is done to it or for it. */
  private static final Set<SessionPhase> STANDING = EnumSet.of(SNAPSHOT_CREATED, BACKUP_COMPLETED, RELEASED);

  /** A set may be pinned: an abort that comes after its creation takes nothing away. */
  private static final Set<SessionPhase> PINNED = EnumSet.of(SNAPSHOT_CREATED, BACKUP_COMPLETED, BACKUP_ABORTED, RELEASED);

  private static final Set<SessionPhase> IDENTIFIED = EnumSet.range(METADATA_GATHERED, RELEASING);
  private static final Set<SessionPhase> USED = EnumSet.range(INITIALIZED, RELEASED);
  private static final Set<SessionPhase> TAKING = EnumSet.of(TAKING_SLOTS, SET_STARTED);
  private static final Set<SessionPhase> UNDONE = EnumSet.of(BACKUP_COMPLETED, BACKUP_ABORTED);

  /** Where an abort may have led when its last duty is done. */
  private static final SessionPhase[] ABORTED = {ABORTING, CREATION_FAILED, BACKUP_ABORTED, RELEASING};

  public static final Table<SessionPhase, Session, SessionInput, Instant, Decision<SessionEvent, SessionEffect, SessionReply>>
      TABLE = Table
          .<SessionPhase, Session, SessionInput, Instant, Decision<SessionEvent, SessionEffect, SessionReply>>
              of(SessionPhase.class, SessionInput.class, Decision.nothing(), SessionTable::refuse)

          // Setting up: who is there, and what is wanted.
          .on(NEW, InitializeForBackup.class, "serves one backup from now on", SetupRules::initialize, INITIALIZED, NEW)
          .rejectElsewhere(InitializeForBackup.class, BAD_STATE)
          .on(INITIALIZED, SetContext.class, "at most once", SetupRules::setContext)
          .rejectElsewhere(SetContext.class, BAD_STATE)
          .on(UNPREPARED, SetBackupState.class, "the last word counts", SetupRules::setBackupState)
          .rejectElsewhere(SetBackupState.class, BAD_STATE)
          .on(INITIALIZED, DisableWriters.class, "they are left out", SetupRules::disable)
          .on(IDENTIFYING, DisableWriters.class, "too late to have an effect", SetupRules::disableTooLate)
          .rejectElsewhere(DisableWriters.class, BAD_STATE)
          .on(INITIALIZED, GatherWriterMetadata.class, "Identify to all", SetupRules::gather, GATHERING_METADATA, METADATA_GATHERED)
          .rejectElsewhere(GatherWriterMetadata.class, BAD_STATE)
          .on(CHOOSING, AddComponent.class, "on a further host its slot comes first", AdmissionRules::addComponent)
          .rejectElsewhere(AddComponent.class, BAD_STATE)

          // Putting the set together.
          .on(INITIALIZED, StartSnapshotSet.class, "only without writers", SlotRules::start, TAKING_SLOTS, SET_STARTED, INITIALIZED)
          .on(METADATA_GATHERED, StartSnapshotSet.class, "all slots or none", SlotRules::start, TAKING_SLOTS, SET_STARTED)
          .rejectElsewhere(StartSnapshotSet.class, BAD_STATE)
          .on(SET_STARTED, AddToSnapshotSet.class, "BeginPrepare to the best provider", AdmissionRules::addVolume)
          .rejectElsewhere(AddToSnapshotSet.class, BAD_STATE)
          .on(SET_STARTED, PrepareForBackup.class, "to every writer with a component", PreparationRules::prepare,
              PREPARING_BACKUP, BACKUP_PREPARED, SET_STARTED)
          .rejectElsewhere(PrepareForBackup.class, BAD_STATE)

          // Creating it.
          .on(SET_STARTED, DoSnapshotSet.class, "only without writers; its grade has to be in reach", CreationRules::create,
              ENDING_PREPARE, CREATION_FAILED, SET_STARTED)
          .on(BACKUP_PREPARED, DoSnapshotSet.class, "the members are fixed; PrepareForSnapshot, if its grade is in reach", CreationRules::create,
              PREPARING_SNAPSHOT, ENDING_PREPARE, WINDOW_OPEN, CREATION_FAILED)
          .rejectElsewhere(DoSnapshotSet.class, BAD_STATE)
          .on(WINDOW_OPEN, WindowReported.class, "good: finish the copies; bad, or a rehearsal: undo everything", CreationRules::windowReported,
              PRE_FINAL_COMMITTING, POST_SNAPSHOTTING, CREATION_FAILED, BACKUP_ABORTED, ABORTING, WINDOW_OPEN)
          .ignoreElsewhere(WindowReported.class, "that window was given up; its epoch is past")

          // What comes after it.
          .on(SNAPSHOT_CREATED, SetBackupSucceeded.class, "for one explicit component", CompletionRules::mark)
          .on(WINDOW_OPEN, SetBackupSucceeded.class, "looked at when the window has closed", QueryRules::afterWindow)
          .rejectElsewhere(SetBackupSucceeded.class, BAD_STATE)
          .on(SNAPSHOT_CREATED, BackupComplete.class, "to every writer that served", CompletionRules::complete,
              COMPLETING, BACKUP_COMPLETED, SNAPSHOT_CREATED)
          .on(WINDOW_OPEN, BackupComplete.class, "looked at when the window has closed", QueryRules::afterWindow)
          .rejectElsewhere(BackupComplete.class, BAD_STATE)
          .on(COPIED, DeleteSnapshots.class, "one by one; no writer hears of it", DeletionRules::delete)
          .on(WINDOW_OPEN, DeleteSnapshots.class, "looked at when the window has closed", QueryRules::afterWindow)
          .on(RELEASED, DeleteSnapshots.class, "of a set that outlived its session; no writer hears of it", DeletionRules::deleteReleased)
          .rejectElsewhere(DeleteSnapshots.class, BAD_STATE)
          .on(STANDING, PinSet.class, "of a set that stays; nobody deletes it until it is unpinned", StandingRules::pin)
          .on(WINDOW_OPEN, PinSet.class, "looked at when the window has closed", QueryRules::afterWindow)
          .rejectElsewhere(PinSet.class, BAD_STATE)
          .on(PINNED, UnpinSet.class, "it may be deleted again", StandingRules::unpin)
          .on(WINDOW_OPEN, UnpinSet.class, "looked at when the window has closed", QueryRules::afterWindow)
          .rejectElsewhere(UnpinSet.class, BAD_STATE)
          .on(STANDING, RecordVerification.class, "the last word counts", StandingRules::verified)
          .on(WINDOW_OPEN, RecordVerification.class, "looked at when the window has closed", QueryRules::afterWindow)
          .rejectElsewhere(RecordVerification.class, BAD_STATE)

          // Giving up.
          .on(UNANNOUNCED, AbortBackup.class, "nothing runs that could be aborted", AbortRules::nothingToAbort)
          .on(UNDONE, AbortBackup.class, "nothing runs any more", AbortRules::nothingToAbort)
          .on(TAKING, AbortBackup.class, "slots are given back; no writer hears of it", AbortRules::abortSet, BACKUP_ABORTED)
          .on(WORKING, AbortBackup.class, "Abort to every writer that takes part", AbortRules::abort, ABORTING)
          .on(ANNOUNCED, AbortBackup.class, "Abort to every writer that takes part", AbortRules::abort, ABORTING, BACKUP_ABORTED)
          .on(WINDOW_OPEN, AbortBackup.class, "the window is told at once, the journal later", AbortRules::abortInWindow)
          .on(ABORTING, AbortBackup.class, "answered with the abort under way", AbortRules::join)
          .rejectElsewhere(AbortBackup.class, BAD_STATE)
          .on(NEW, Release.class, "nobody has heard of it", ReleaseRules::release, RELEASED)
          .on(HEARD, Release.class, "BackupShutdown; slots go back", ReleaseRules::release, RELEASING)
          .on(RELEASABLE, Release.class, "BackupShutdown; auto-release copies go", ReleaseRules::release, RELEASING, RELEASED)
          .on(CREATING, Release.class, "undo first", ReleaseRules::releaseWhileCreating, ABORTING)
          .on(WINDOW_OPEN, Release.class, "the window is told at once, the journal later", ReleaseRules::releaseInWindow)
          .on(ABORTING, Release.class, "when the abort is over", ReleaseRules::releaseWhileAborting)
          .on(RELEASING, Release.class, "answered with the release under way", ReleaseRules::join)
          .on(RELEASED, Release.class, "it is over", ReleaseRules::released)
          .onOrStay(CREATING, Cancel.class, "the creation fails", QueryRules::cancelCreation, ABORTING)
          .on(WINDOW_OPEN, Cancel.class, "the window is told at once, the journal later", QueryRules::cancelInWindow)
          .reject(NEW, Cancel.class, BAD_STATE)
          .onElsewhere(Cancel.class, "nothing that can be cancelled; says how the call stands", QueryRules::cancelNothing)

          // Questions.
          .on(IDENTIFIED, GatherWriterStatus.class, "as every writer answered last", QueryRules::status)
          .rejectElsewhere(GatherWriterStatus.class, BAD_STATE)
          .on(COPIED, GetSnapshotProperties.class, "the copies and their providers", QueryRules::properties)
          .rejectElsewhere(GetSnapshotProperties.class, BAD_STATE)
          .on(USED, QueryStatus.class, "pending, done or failed", QueryRules::query)
          .reject(NEW, QueryStatus.class, BAD_STATE)
          .on(USED, KeepAlive.class, "the requester is there", QueryRules::keepAlive)
          .reject(NEW, KeepAlive.class, BAD_STATE)

          // What writers, providers and slots answer.
          .on(GATHERING_METADATA, WriterSaid.class, "the last one: metadata is complete", SetupRules::described,
              GATHERING_METADATA, METADATA_GATHERED)
          .on(PREPARING_BACKUP, WriterSaid.class, "the last one: prepared; an objection fails nothing", RoundRules::writerSaid,
              PREPARING_BACKUP, BACKUP_PREPARED)
          .on(PREPARING_SNAPSHOT, WriterSaid.class, "the last one: EndPrepare; a failure ends it without Abort", RoundRules::writerSaid,
              PREPARING_SNAPSHOT, ENDING_PREPARE, WINDOW_OPEN, CREATION_FAILED, ABORTING)
          .on(POST_SNAPSHOTTING, WriterSaid.class, "the last one: PostFinalCommit; a failure lowers the grade", RoundRules::writerSaid,
              POST_SNAPSHOTTING, POST_FINAL_COMMITTING, SNAPSHOT_CREATED, CREATION_FAILED, ABORTING)
          .on(COMPLETING, WriterSaid.class, "the last one: complete", RoundRules::writerSaid, COMPLETING, BACKUP_COMPLETED)
          .on(ABORTING, WriterSaid.class, "the last one: undone", RoundRules::writerSaid, ABORTED)
          .on(RELEASING, WriterSaid.class, "the last one: over", RoundRules::writerSaid, RELEASING, RELEASED)
          .ignore(NEW, WriterSaid.class, "nothing has been asked")
          .ignore(WINDOW_OPEN, WriterSaid.class, "the window hears it, and nothing is journaled")
          .onElsewhere(WriterSaid.class, "may confirm what is owed", RoundRules::writerSaid)
          .on(ENDING_PREPARE, ProviderSaid.class, "the last one: the window opens; a failure undoes all", RoundRules::providerSaid,
              ENDING_PREPARE, WINDOW_OPEN, ABORTING)
          .on(PRE_FINAL_COMMITTING, ProviderSaid.class, "the last one: PostSnapshot; a failure undoes all", RoundRules::providerSaid,
              PRE_FINAL_COMMITTING, POST_SNAPSHOTTING, POST_FINAL_COMMITTING, ABORTING)
          .on(POST_FINAL_COMMITTING, ProviderSaid.class, "the last one: the set exists; a failure undoes all", RoundRules::providerSaid,
              POST_FINAL_COMMITTING, SNAPSHOT_CREATED, CREATION_FAILED, ABORTING)
          .on(ABORTING, ProviderSaid.class, "the last one: undone", RoundRules::providerSaid, ABORTED)
          .on(RELEASING, ProviderSaid.class, "the last one: over", RoundRules::providerSaid, RELEASING, RELEASED)
          .ignore(NEW, ProviderSaid.class, "nothing has been asked")
          .ignore(WINDOW_OPEN, ProviderSaid.class, "the window hears it, and nothing is journaled")
          .onElsewhere(ProviderSaid.class, "a volume is admitted, a copy deleted, or a debt paid", RoundRules::providerSaid)
          .on(TAKING_SLOTS, SlotSaid.class, "the last one: the set has started; one busy: all back", SlotRules::slotSaid,
              TAKING_SLOTS, SET_STARTED, METADATA_GATHERED, INITIALIZED)
          .on(SET_STARTED, SlotSaid.class, "what waited for this host goes on", SlotRules::slotSaid)
          .on(RELEASING, SlotSaid.class, "the last one: over", SlotRules::slotSaidLate, RELEASING, RELEASED)
          .ignore(NEW, SlotSaid.class, "nothing has been asked")
          .ignore(WINDOW_OPEN, SlotSaid.class, "nothing is journaled; the slot is asked again")
          .onElsewhere(SlotSaid.class, "a slot that nobody waits for goes back", SlotRules::slotSaidLate)
          .ignore(NEW, SlotQuestioned.class, "it never took one; the lease ends it")
          .onElsewhere(SlotQuestioned.class, "still needed, or given back", SlotRules::questioned)
          .ignore(NEW, FateAsked.class, "another journal may know of them; what is finished stays")
          .onElsewhere(FateAsked.class, "says whether copies of this set live", RecoveryRules::fate)

          // What happens to everybody.
          .onOrStay(CREATING, HostLost.class, "a participant that is gone undoes all", RecoveryRules::hostLostCreating, ABORTING)
          .on(WINDOW_OPEN, HostLost.class, "the window is told at once", RecoveryRules::hostLostInWindow)
          .on(PREPARING_BACKUP, HostLost.class, "its writers have failed", RecoveryRules::hostLostInRound, PREPARING_BACKUP, BACKUP_PREPARED)
          .on(COMPLETING, HostLost.class, "its writers have failed", RecoveryRules::hostLostInRound, COMPLETING, BACKUP_COMPLETED)
          .ignoreElsewhere(HostLost.class, "nothing that it holds is waited for, or limits will tell")
          .ignore(NEW, TimerDue.class, "no timer runs")
          .onOrStay(WAITING, TimerDue.class, "a debt is due, or the requester is silent", RecoveryRules::timerDue, RELEASING, RELEASED)
          .onOrStay(EnumSet.of(GATHERING_METADATA), TimerDue.class, "who has not answered is not there", RecoveryRules::timerDue,
              METADATA_GATHERED, RELEASING, RELEASED)
          .onOrStay(EnumSet.of(TAKING_SLOTS), TimerDue.class, "all slots go back", RecoveryRules::timerDue,
              INITIALIZED, METADATA_GATHERED, RELEASING)
          .onOrStay(EnumSet.of(PREPARING_BACKUP), TimerDue.class, "who has not answered has failed", RecoveryRules::timerDue,
              BACKUP_PREPARED, RELEASING)
          .onOrStay(EnumSet.of(PREPARING_SNAPSHOT), TimerDue.class, "it fails without Abort; without a requester with one",
              RecoveryRules::timerDue, CREATION_FAILED, ABORTING)
          .onOrStay(EnumSet.of(ENDING_PREPARE, PRE_FINAL_COMMITTING, POST_FINAL_COMMITTING), TimerDue.class, "all is undone",
              RecoveryRules::timerDue, ABORTING)
          .onOrStay(EnumSet.of(POST_SNAPSHOTTING), TimerDue.class, "who has not answered lowers the grade", RecoveryRules::timerDue,
              POST_FINAL_COMMITTING, SNAPSHOT_CREATED, CREATION_FAILED, ABORTING)
          .on(WINDOW_OPEN, TimerDue.class, "the window is told that the requester is gone", RecoveryRules::timerDue)
          .onOrStay(EnumSet.of(COMPLETING), TimerDue.class, "who has not answered has failed", RecoveryRules::timerDue,
              BACKUP_COMPLETED, RELEASING)
          .onOrStay(EnumSet.of(ABORTING), TimerDue.class, "answered with who was not reached", RecoveryRules::timerDue,
              CREATION_FAILED, BACKUP_ABORTED, RELEASING)
          .onOrStay(EnumSet.of(RELEASING), TimerDue.class, "the requester waits no longer", RecoveryRules::timerDue, RELEASED)
          .on(RELEASED, TimerDue.class, "debts are asked for until they are paid", RecoveryRules::timerDue)
          .on(FREEZING, TakeOver.class, "undo everything; never freeze again", RecoveryRules::abandon, ABORTING)
          .on(WINDOW_OPEN, TakeOver.class, "undo everything; never freeze again", RecoveryRules::abandon, ABORTING, CREATION_FAILED)
          .ignore(NEW, TakeOver.class, "there is nothing to take over")
          .on(RELEASED, TakeOver.class, "debts are asked for again; without any it is over", RecoveryRules::resumeDebts)
          .onElsewhere(TakeOver.class, "ask again for what is outstanding, under a higher epoch", RecoveryRules::resume)
          .build();

  private SessionTable() {}

  private static Decision<SessionEvent, SessionEffect, SessionReply> refuse(
      Session session, SessionInput input, Failure failure) {
    return input instanceof SessionInput.Verb verb
        ? Decision.reply(new Refused(verb.request(), wrongOrder(session, verb, failure)))
        : Decision.nothing();
  }

  private static Fault wrongOrder(Session session, SessionInput.Verb verb, Failure failure) {
    return Fault.expected(
        failure,
        "a phase in which " + verb.getClass().getSimpleName() + " may be called",
        "the session is in " + session.phase());
  }
}
