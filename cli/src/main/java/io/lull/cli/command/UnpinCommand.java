package io.lull.cli.command;

import io.lull.cli.node.Api.Request;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SetId;
import java.util.List;
import picocli.CommandLine.Parameters;

/** Lets a set be deleted again. */
@picocli.CommandLine.Command(
    name = "unpin",
    description = "Let a snapshot set be deleted again that 'lull pin' has kept.")
public final class UnpinCommand extends Command {
  @Parameters(paramLabel = "SET", description = "The set.")
  private SetId set = new SetId("none");

  public UnpinCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    CatalogueEntry unpinned =
        Standing.as(context.apiToLook().good(Request.of("DELETE", Standing.path(set, "pin"))));
    context.screen().show(unpinned, () -> List.of("set " + set + ": not pinned"));
    return ExitCode.COMPLETED;
  }
}
