package io.lull.cli.command;

import io.lull.cli.node.Api;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.SessionReply;
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

  public DeleteCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    // Before a node is started for nothing.
    Optional<Question> question =
        yes ? Optional.empty() : Optional.of(Question.possible(context, "delete " + set));
    Api api = context.apiToLook();
    question.ifPresent(asked -> asked.demandYes(what(api)));
    SessionReply.Deleted deleted = Deletion.of(api, set, context.timeout(Deletion.USUAL));
    context
        .screen()
        .show(deleted, () -> List.of("set " + set + ": " + deleted.deleted() + " copies deleted"));
    return ExitCode.COMPLETED;
  }

  private String what(Api api) {
    CatalogueEntry entry = api.get("/v1/sets/" + set, CatalogueEntry.class);
    return "Delete set %s of grade %s with %d copies?"
        .formatted(set, entry.grade().map(Enum::name).orElse("none"), entry.copies().size());
  }
}
