package io.lull.protocol.restore;

import static io.lull.protocol.failure.Failure.BAD_STATE;
import static io.lull.protocol.failure.Failure.UNSUPPORTED_IN_RESTORE;
import static io.lull.protocol.restore.RestorePhase.CHECKING_POST_RESTORE;
import static io.lull.protocol.restore.RestorePhase.CHECKING_PRE_RESTORE;
import static io.lull.protocol.restore.RestorePhase.COMPLETED;
import static io.lull.protocol.restore.RestorePhase.GATHERING_METADATA;
import static io.lull.protocol.restore.RestorePhase.INITIALIZED;
import static io.lull.protocol.restore.RestorePhase.NEW;
import static io.lull.protocol.restore.RestorePhase.POST_RESTORED;
import static io.lull.protocol.restore.RestorePhase.POST_RESTORING;
import static io.lull.protocol.restore.RestorePhase.PRE_RESTORED;
import static io.lull.protocol.restore.RestorePhase.PRE_RESTORING;
import static io.lull.protocol.restore.RestorePhase.RELEASED;
import static io.lull.protocol.restore.RestorePhase.RELEASING;
import static io.lull.protocol.restore.RestorePhase.RESTORING_FILES;
import static io.lull.protocol.restore.RestorePhase.SELECTING;

import io.lull.protocol.restore.RestoreInput.AbortBackup;
import io.lull.protocol.restore.RestoreInput.AddAlternativeLocationMapping;
import io.lull.protocol.restore.RestoreInput.AddRestoreSubcomponent;
import io.lull.protocol.restore.RestoreInput.GatherWriterMetadata;
import io.lull.protocol.restore.RestoreInput.GatherWriterStatus;
import io.lull.protocol.restore.RestoreInput.HostLost;
import io.lull.protocol.restore.RestoreInput.InitializeForRestore;
import io.lull.protocol.restore.RestoreInput.KeepAlive;
import io.lull.protocol.restore.RestoreInput.LimitPassed;
import io.lull.protocol.restore.RestoreInput.PostRestore;
import io.lull.protocol.restore.RestoreInput.PreRestore;
import io.lull.protocol.restore.RestoreInput.QueryStatus;
import io.lull.protocol.restore.RestoreInput.Release;
import io.lull.protocol.restore.RestoreInput.SetAdditionalRestores;
import io.lull.protocol.restore.RestoreInput.SetFileRestoreStatus;
import io.lull.protocol.restore.RestoreInput.SetRestoreOptions;
import io.lull.protocol.restore.RestoreInput.SetRestoreTarget;
import io.lull.protocol.restore.RestoreInput.SetSelectedForRestore;
import io.lull.protocol.restore.RestoreInput.TakeOver;
import io.lull.protocol.restore.RestoreInput.WriterSaid;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Table;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/** The rules of a restore session: one row is one line, and every phase meets every input once. */
public final class RestoreTable {
  /** Its requester may call it, and has to, now and then. */
  private static final Set<RestorePhase> IN_USE = EnumSet.range(INITIALIZED, COMPLETED);

  /** The writers have not been told anything. */
  private static final Set<RestorePhase> UNANNOUNCED = EnumSet.of(NEW, INITIALIZED, SELECTING);

  public static final Table<RestorePhase, Restore, RestoreInput, Instant, Decision<RestoreEvent, RestoreEffect, RestoreReply>>
      TABLE = asking(Table
          .<RestorePhase, Restore, RestoreInput, Instant, Decision<RestoreEvent, RestoreEffect, RestoreReply>>
              of(RestorePhase.class, RestoreInput.class, Decision.nothing(), Verdict::rejected)

          // Setting up: what is restored from, and which writers run.
          .on(NEW, InitializeForRestore.class, "serves one restore from now on", SessionRules::initialize,
              INITIALIZED, NEW)
          .rejectElsewhere(InitializeForRestore.class, BAD_STATE)
          .on(INITIALIZED, GatherWriterMetadata.class, "Identify to all; where nobody is, it is over at once",
              RoundRules::gatherMetadata, GATHERING_METADATA, SELECTING)
          .rejectElsewhere(GatherWriterMetadata.class, BAD_STATE)

          // Choosing: what is restored, and how.
          .on(SELECTING, SetSelectedForRestore.class, "if its writer runs", SelectionRules::select)
          .rejectElsewhere(SetSelectedForRestore.class, BAD_STATE)
          .on(SELECTING, AddRestoreSubcomponent.class, "only this of a component", SelectionRules::addSubcomponent)
          .rejectElsewhere(AddRestoreSubcomponent.class, BAD_STATE)
          .on(SELECTING, SetRestoreOptions.class, "told at PreRestore", SelectionRules::setOptions)
          .rejectElsewhere(SetRestoreOptions.class, BAD_STATE)
          .on(SELECTING, SetRestoreTarget.class, "told at PreRestore", SelectionRules::setTarget)
          .rejectElsewhere(SetRestoreTarget.class, BAD_STATE)
          .on(SELECTING, SetAdditionalRestores.class, "told at PostRestore", SelectionRules::setMoreToCome)
          .rejectElsewhere(SetAdditionalRestores.class, BAD_STATE)
          .on(SELECTING, AddAlternativeLocationMapping.class, "one for each volume", SelectionRules::addMapping)
          .on(RESTORING_FILES, AddAlternativeLocationMapping.class, "where the need has just shown", SelectionRules::addMapping)
          .rejectElsewhere(AddAlternativeLocationMapping.class, BAD_STATE)

          // Restoring: writers make way, files are put back, writers take them over; a status round after each.
          .on(SELECTING, PreRestore.class, "to writers with something to restore", RoundRules::preRestore,
              PRE_RESTORING, SELECTING)
          .rejectElsewhere(PreRestore.class, BAD_STATE)
          .on(PRE_RESTORED, GatherWriterStatus.class, "then files may be put back", RoundRules::statusBeforeFiles,
              CHECKING_PRE_RESTORE)
          .on(RESTORING_FILES, GatherWriterStatus.class, "again", RoundRules::statusBeforeFiles,
              CHECKING_PRE_RESTORE)
          .on(POST_RESTORED, GatherWriterStatus.class, "then it may be released", RoundRules::statusAfterFiles,
              CHECKING_POST_RESTORE)
          .on(COMPLETED, GatherWriterStatus.class, "again", RoundRules::statusAfterFiles,
              CHECKING_POST_RESTORE)
          .rejectElsewhere(GatherWriterStatus.class, BAD_STATE)
          .on(RESTORING_FILES, SetFileRestoreStatus.class, "told at PostRestore", SelectionRules::setFileStatus)
          .rejectElsewhere(SetFileRestoreStatus.class, BAD_STATE)
          .on(RESTORING_FILES, PostRestore.class, "to all that were sent PreRestore", RoundRules::postRestore, POST_RESTORING)
          .rejectElsewhere(PostRestore.class, BAD_STATE)

          // Ending: who was sent PreRestore gets its PostRestore first.
          .on(UNANNOUNCED, Release.class, "no writer knows of it", SessionRules::release, RELEASED)
          .on(GATHERING_METADATA, Release.class, "nobody keeps anything of an Identify",
              SessionRules::releaseWhileGathering, RELEASED)
          .on(COMPLETED, Release.class, "BackupShutdown to every writer that took part", RoundRules::shutDown, RELEASING)
          .rejectElsewhere(Release.class, BAD_STATE)
          .reject(NEW, AbortBackup.class, BAD_STATE)
          .rejectElsewhere(AbortBackup.class, UNSUPPORTED_IN_RESTORE)

          // The requester.
          .on(IN_USE, KeepAlive.class, "the requester's lease begins anew", SessionRules::keepAlive)
          .rejectElsewhere(KeepAlive.class, BAD_STATE)
          .on(EnumSet.allOf(RestorePhase.class), QueryStatus.class, "a look changes nothing", SessionRules::queryStatus))

          // Everybody else; what comes while a question is open is below.
          .ignoreElsewhere(WriterSaid.class, "nobody is being asked")
          .ignoreElsewhere(HostLost.class, "nobody is being asked; the next question finds out")
          .on(INITIALIZED, LimitPassed.class, "a silent requester is lost", SessionRules::limitPassed, INITIALIZED, RELEASED)
          .on(SELECTING, LimitPassed.class, "a silent requester is lost", SessionRules::limitPassed, SELECTING, RELEASED)
          .on(PRE_RESTORED, LimitPassed.class, "a silent requester is lost", SessionRules::limitPassed, PRE_RESTORED, RELEASING)
          .on(RESTORING_FILES, LimitPassed.class, "a silent requester is lost", SessionRules::limitPassed, RESTORING_FILES, RELEASING)
          .on(POST_RESTORED, LimitPassed.class, "a silent requester is lost", SessionRules::limitPassed, POST_RESTORED, RELEASING)
          .on(COMPLETED, LimitPassed.class, "a silent requester is lost", SessionRules::limitPassed, COMPLETED, RELEASING)
          .ignoreElsewhere(LimitPassed.class, "no timer runs")
          .on(EnumSet.range(INITIALIZED, RELEASING), TakeOver.class, "a higher epoch, then every question again",
              SessionRules::takeOver)
          .ignore(NEW, TakeOver.class, "nothing has begun")
          .ignore(RELEASED, TakeOver.class, "nothing is left to do")
          .build();

  private RestoreTable() {}

  /** The rows of every open question: the last answer that was waited for ends it. */
  private static Table.Builder<RestorePhase, Restore, RestoreInput, Instant, Decision<RestoreEvent, RestoreEffect, RestoreReply>>
      asking(Table.Builder<RestorePhase, Restore, RestoreInput, Instant, Decision<RestoreEvent, RestoreEffect, RestoreReply>> rows) {
    for (Question question : Question.values()) {
      RestorePhase asking = question.asking();
      RestorePhase[] ends = {asking, question.answered(), question.lost()};
      rows.on(asking, WriterSaid.class, "counts if it answers the open question", RoundRules::writerSaid, ends)
          .on(asking, HostLost.class, "its writers have failed, unless they have answered", RoundRules::hostLost, ends)
          .on(asking, LimitPassed.class, "whoever has not answered has failed", SessionRules::limitPassed, ends);
    }
    return rows;
  }
}
