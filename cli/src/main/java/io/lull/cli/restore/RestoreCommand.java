package io.lull.cli.restore;

import io.lull.cli.backup.Progress;
import io.lull.cli.command.Command;
import io.lull.cli.command.Context;
import io.lull.cli.command.Interruptible;
import io.lull.cli.command.Question;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.writer.FileRestoreStatus;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts back what a set has, or takes it out. */
@picocli.CommandLine.Command(
    name = "restore",
    description = {
      "Put the data of a snapshot set back where it came from, or out into a directory.",
      "",
      "Where it came from: stop the applications first. Their writers are asked to make way, and"
          + " nothing is put back if one objects or a file is still open. What is there is replaced"
          + " as a whole, all of it or nothing; then the writers take it over, and the"
          + " applications can be started.",
      "With --to nothing that runs is touched, and no writer is asked.",
    },
    footer = {
      "",
      "Examples:",
      "  lull restore set-4711 --to /tmp/look",
      "  systemctl stop postgresql && lull restore set-4711 --component db1/postgresql --yes"
    })
public final class RestoreCommand extends Command {
  @Parameters(paramLabel = "SET", description = "The set, as 'lull sets' lists it.")
  private SetId set = new SetId("none");

  @Mixin private Choice choice = new Choice();

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description =
          "Into this new or empty directory, each volume below it at its own path; not where it"
              + " came from.")
  private @Nullable Path to;

  @Option(
      names = "--options",
      paramLabel = "TEXT",
      description = "What the writers are told in their own words; PostgreSQL: archive or standby.")
  private @Nullable String options;

  @Option(names = "--yes", description = "Do not ask before what is there is replaced.")
  private boolean yes;

  @Option(
      names = "--dry-run",
      description =
          "Only say what would be put where and what of it is there, and exit as the restore would"
              + " be refused; no writer hears of it and nothing is written.")
  private boolean dryRun;

  public RestoreCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    if (to != null && options != null) {
      throw Trouble.usage(
          "expected one of --to and --options, but got both", "With --to no writer is asked");
    }
    Api api = context.apiToLook();
    KnownSet known = KnownSet.of(api, set);
    if (dryRun) {
      return told(known);
    }
    Progress progress = new Progress(context.surroundings());
    RestoreRequester requester = RestoreRequester.of(context, api);
    try {
      Path directory = to;
      return directory == null
          ? inPlace(known, requester, progress)
          : out(known, requester, progress, context.surroundings().directory().resolve(directory));
    } finally {
      progress.done();
    }
  }

  /** Looks at everything that would be looked at before anybody is asked, and changes nothing. */
  private ExitCode told(KnownSet known) {
    DryRestore dry = new DryRestore(context, set);
    Path directory = to;
    if (directory == null) {
      Wanted wanted = known.wanted(choice.components());
      wanted.demandAlone(List.of());
      dry.inPlace(wanted, known.sources(wanted.volumes()));
    } else {
      KnownSet.Taken taken = known.taken(choice.components());
      dry.out(
          taken.components(),
          taken.sources(),
          context.surroundings().directory().resolve(directory));
    }
    return ExitCode.COMPLETED;
  }

  private Interruptible stoppable(RestoreRequester requester, Progress progress) {
    return new Interruptible(
        context.surroundings(), () -> requester.stop(interruption()), progress::done);
  }

  private static Trouble interruption() {
    return Trouble.of(ExitCode.ABORTED, "the restore was interrupted and is undone", "");
  }

  private ExitCode inPlace(KnownSet known, RestoreRequester requester, Progress progress) {
    Wanted wanted = known.wanted(choice.components());
    wanted.demandAlone(List.of());
    Sources sources = known.sources(wanted.volumes());
    confirm(sources.places().keySet());
    Restoring restoring =
        new Restoring(requester, wanted, sources, Optional.ofNullable(options), progress);
    return stoppable(requester, progress)
        .run(
            () -> {
              try {
                restoring.run();
              } finally {
                progress.done();
                Restored restored = restoring.restored();
                context.screen().show(restored, restored::lines);
              }
              return ExitCode.COMPLETED;
            });
  }

  private ExitCode out(
      KnownSet known, RestoreRequester requester, Progress progress, Path directory) {
    KnownSet.Taken taken = known.taken(choice.components());
    Map<ComponentId, FileRestoreStatus> became = new TreeMap<>();
    taken.components().forEach(one -> became.put(one, FileRestoreStatus.ALL));
    TakeOut takeOut = new TakeOut(taken.sources(), requester::check, progress);
    return stoppable(requester, progress)
        .run(
            () -> {
              Map<Volume, String> places = takeOut.run(directory);
              progress.done();
              Restored restored = new Restored(set, Optional.empty(), became, Map.of(), places);
              context.screen().show(restored, restored::lines);
              return ExitCode.COMPLETED;
            });
  }

  private void confirm(Collection<Volume> volumes) {
    if (yes) {
      return;
    }
    Question.possible(context, "replace what is in " + volumes, "With --to DIR nothing is replaced")
        .demandYes(
            "Replace all that is in %s by set %s?".formatted(volumes, set), "nothing was put back");
  }
}
