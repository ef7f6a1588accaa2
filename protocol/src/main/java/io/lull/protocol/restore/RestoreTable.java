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

/** The rules of a restore, by input and phase. */
public final class RestoreTable {
  private static final Set<RestorePhase> ALL = EnumSet.allOf(RestorePhase.class);
  private static final Set<RestorePhase> OPEN = EnumSet.complementOf(EnumSet.of(NEW, RELEASED));
  private static final Set<RestorePhase> OUT_OF_ROUND =
      EnumSet.of(
          INITIALIZED, SELECTING, PRE_RESTORED, RESTORING_FILES, POST_RESTORED, COMPLETED);

  public static final Table<
          RestorePhase,
          Restore,
          RestoreInput,
          Instant,
          Decision<RestoreEvent, RestoreEffect, RestoreReply>>
      TABLE =
          reports(
                  verbs(
                      Table.of(
                          RestorePhase.class,
                          RestoreInput.class,
                          Decision.nothing(),
                          Verdict::rejected)))
              .build();

  private RestoreTable() {}
}
