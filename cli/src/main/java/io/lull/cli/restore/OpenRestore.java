package io.lull.cli.restore;

import io.lull.cli.backup.Progress;
import io.lull.cli.command.Context;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.wire.api.NodeView;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A restore whose files somebody else puts back, after the writers have made way and before they
 * take them over: for whoever goes on step by step, as a script does.
 */
public final class OpenRestore {
  private final RestoreRequester requester;
  private final Progress progress;
  private final Wanted wanted;
  private final Restoring restoring;

  private OpenRestore(RestoreRequester requester, Progress progress, Wanted wanted) {
    this.requester = requester;
    this.progress = progress;
    this.wanted = wanted;
    this.restoring =
        new Restoring(requester, wanted, new Sources(new TreeMap<>()), Optional.empty(), progress);
  }

  /**
   * A restore of which nothing has begun yet.
   *
   * @param components what of the set, by the names of writers or components; all of it if none
   * @param surroundings where it says how far it is
   */
  public static OpenRestore of(
      Context context,
      Api api,
      SetId set,
      Collection<String> components,
      Surroundings surroundings) {
    BackupDocument document = api.get("/v1/sets/" + set + "/document", BackupDocument.class);
    Wanted wanted = Wanted.of(document, components, api.get("/v1/node", NodeView.class).host());
    RestoreRequester requester = RestoreRequester.of(context, api);
    return new OpenRestore(requester, new Progress(surroundings), wanted);
  }

  /** A restore for whose files the writers have made way. */
  public record Begun(SessionId restore, SetId set, Set<ComponentId> components) {
    public List<String> lines() {
      return List.of("restore  " + restore, "set      " + set, "of       " + components);
    }
  }

  /** Has the writers make way; if one does not, there is nothing to end. */
  public Begun begin() {
    try {
      restoring.begin();
      return new Begun(requester.session(), wanted.document().set(), wanted.picked());
    } finally {
      progress.done();
    }
  }

  /** Ends what is under way, from another thread; the writers are told all the same. */
  public void stop() {
    requester.stop(Trouble.of(ExitCode.ABORTED, "the restore was interrupted", ""));
  }

  /** Has the writers take over what was put back, and ends the restore. */
  public void finish() {
    try {
      restoring.finish(FileRestoreStatus.ALL);
    } finally {
      progress.done();
    }
  }

  /** How it stands, whatever has come of it. */
  public Restored restored() {
    return restoring.restored();
  }

  /** Tells the writers that nobody knows what of their files was put back. */
  public void abandon() {
    try {
      restoring.giveUp(
          FileRestoreStatus.FAILED, Trouble.of(ExitCode.ABORTED, "the restore was given up", ""));
    } finally {
      progress.done();
    }
  }
}
