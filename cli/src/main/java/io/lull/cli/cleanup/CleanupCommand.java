package io.lull.cli.cleanup;

import io.lull.cli.backup.Progress;
import io.lull.cli.cleanup.Cleaned.NotDeleted;
import io.lull.cli.command.Command;
import io.lull.cli.command.Context;
import io.lull.cli.command.Deletion;
import io.lull.cli.command.Question;
import io.lull.cli.frame.Format;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SetId;
import io.lull.wire.api.RetentionView;
import io.lull.wire.api.RetentionView.RetainedSet;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Deletes the sets that no rule keeps, one after the other. */
@picocli.CommandLine.Command(
    name = "cleanup",
    description = {
      "Delete the snapshot sets that nothing keeps: no rule of the settings or of the options, no"
          + " pin, and not being the last good one of its volumes.",
      "An option goes before the same rule of the settings; 0 takes it away."
    })
public final class CleanupCommand extends Command {
  /** After these nothing else is worth a try. */
  private static final Set<ExitCode> ENDS =
      EnumSet.of(ExitCode.NOT_AUTHORISED, ExitCode.UNREACHABLE);

  @Mixin private final Keep keep = new Keep();

  @Option(names = "--dry-run", description = "Delete nothing, and say what would be.")
  private boolean dryRun;

  @Option(names = "--yes", description = "Do not ask first.")
  private boolean yes;

  public CleanupCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    // Both before a node is started for nothing.
    String query = keep.query();
    Optional<Question> question =
        yes || dryRun
            ? Optional.empty()
            : Optional.of(Question.possible(context, "delete the sets that nothing keeps", ""));
    Api api = context.apiToLook();
    RetentionView decided = api.get("/v1/retention" + query, RetentionView.class);
    List<SetId> expired = decided.expired().stream().map(RetainedSet::set).toList();
    if (context.screen().format() == Format.TABLE) {
      Cleaned.lines(decided).forEach(context.screen()::line);
    }
    if (dryRun || expired.isEmpty()) {
      return shown(Cleaned.nothing(decided));
    }
    question.ifPresent(
        asked -> asked.demandYes("Delete " + counted(expired.size()) + "?", "nothing was deleted"));
    return shown(cleaned(api, decided, expired));
  }

  private Cleaned cleaned(Api api, RetentionView decided, List<SetId> expired) {
    List<SetId> deleted = new ArrayList<>();
    List<NotDeleted> failed = new ArrayList<>();
    Progress progress = new Progress(context.surroundings());
    for (SetId set : expired) {
      int number = deleted.size() + failed.size() + 1;
      progress.step("deleting set %s, %d of %d".formatted(set, number, expired.size()));
      try {
        delete(api, set);
        deleted.add(set);
      } catch (Trouble trouble) {
        progress.note("set " + set + " was not deleted: " + trouble.what());
        if (ENDS.contains(trouble.exit())) {
          throw trouble.at(deleted.size() + " sets were deleted before that");
        }
        failed.add(new NotDeleted(set, trouble.view()));
      }
    }
    progress.done();
    return new Cleaned(decided, deleted, failed);
  }

  /** What somebody else has deleted meanwhile is as well gone. */
  private void delete(Api api, SetId set) {
    try {
      var _ = Deletion.of(api, set, context.timeout(Deletion.USUAL));
    } catch (Trouble trouble) {
      if (!trouble.failure().equals(Optional.of(Failure.OBJECT_NOT_FOUND))) {
        throw trouble;
      }
    }
  }

  private ExitCode shown(Cleaned cleaned) {
    context.screen().show(cleaned, () -> List.of(summary(cleaned)));
    if (!cleaned.failed().isEmpty()) {
      throw Trouble.of(
          ExitCode.FAILED,
          "expected all sets that nothing keeps to be deleted, but these are not: "
              + cleaned.failed().stream().map(NotDeleted::set).toList(),
          "See above why; what is left then goes with the next 'lull cleanup'");
    }
    return ExitCode.COMPLETED;
  }

  private String summary(Cleaned cleaned) {
    int goes = cleaned.decided().expired().size();
    int stays = cleaned.decided().sets().size() - goes;
    if (goes == 0) {
      return "nothing to delete, " + staying(stays);
    }
    return dryRun
        ? "would delete %s, %s; nothing was deleted".formatted(counted(goes), staying(stays))
        : "deleted %s, %s".formatted(counted(cleaned.deleted().size()), staying(stays));
  }

  private static String staying(int sets) {
    return counted(sets) + (sets == 1 ? " stays" : " stay");
  }

  private static String counted(int sets) {
    return sets == 1 ? "1 set" : sets + " sets";
  }
}
