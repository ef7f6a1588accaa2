package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.cli.text.Table;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.session.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deletes a set and all its copies. */
@picocli.CommandLine.Command(
    name = "delete",
    description = "Delete a snapshot set and all its copies.")
public final class DeleteCommand extends Command {
  @Parameters(paramLabel = "SET", description = "The set.")
  private SetId set = new SetId("none");

  @Option(names = "--yes", description = "Do not ask first.")
  private boolean yes;

  @Option(
      names = "--dry-run",
      description = "Only say what would be deleted, and exit as that would be refused.")
  private boolean dryRun;

  public DeleteCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    if (dryRun) {
      return told(context.apiToLook().get("/v1/sets/" + set, CatalogueEntry.class));
    }
    // Before a node is started for nothing.
    Optional<Question> question =
        yes ? Optional.empty() : Optional.of(Question.possible(context, "delete " + set, ""));
    Api api = context.apiToLook();
    question.ifPresent(asked -> asked.demandYes(what(api), "nothing was deleted"));
    SessionReply.Deleted deleted = Deletion.of(api, set, context.timeout(Deletion.USUAL));
    context
        .screen()
        .show(deleted, () -> List.of("set " + set + ": " + deleted.deleted() + " copies deleted"));
    return ExitCode.COMPLETED;
  }

  private ExitCode told(CatalogueEntry entry) {
    context.screen().show(entry, () -> lines(entry));
    if (entry.state() == SetState.CREATING) {
      throw Trouble.of(
          Fault.expected(Failure.BAD_STATE, "a set that is there", set + " is being created"));
    }
    if (entry.copies().isEmpty()) {
      throw Trouble.of(
          Fault.expected(Failure.OBJECT_NOT_FOUND, "a copy of " + set, "there is none"));
    }
    if (entry.pinned().isPresent()) {
      throw Trouble.of(Standing.pinnedFor(entry.pinned().get()));
    }
    return ExitCode.COMPLETED;
  }

  private static List<String> lines(CatalogueEntry entry) {
    List<String> lines = new ArrayList<>();
    lines.add("set      " + entry.set() + ", a dry run: nothing was deleted");
    lines.add("state    " + entry.state());
    lines.add("grade    " + entry.grade().map(Enum::name).orElse("none"));
    Table table = new Table("VOLUME", "PROVIDER");
    entry.copies().forEach(table::row);
    lines.addAll(entry.copies().isEmpty() ? List.of("It has no copies.") : table.lines());
    return lines;
  }

  private String what(Api api) {
    CatalogueEntry entry = api.get("/v1/sets/" + set, CatalogueEntry.class);
    return "Delete set %s of grade %s with %d copies?"
        .formatted(set, entry.grade().map(Enum::name).orElse("none"), entry.copies().size());
  }
}
