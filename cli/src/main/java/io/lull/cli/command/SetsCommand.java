package io.lull.cli.command;

import io.lull.cli.text.Table;
import io.lull.cli.text.Times;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.failure.ExitCode;
import io.lull.wire.api.Sets;
import java.util.List;

/** The catalogue of all sets. */
@picocli.CommandLine.Command(
    name = "sets",
    description = "List snapshot sets, the one that changed last first.")
public final class SetsCommand extends Command {
  public SetsCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    Sets sets = context.apiToLook().get("/v1/sets", Sets.class);
    context.screen().show(sets, () -> lines(sets));
    return ExitCode.COMPLETED;
  }

  private static List<String> lines(Sets sets) {
    Table table =
        new Table(
            "SET",
            "STATE",
            "GRADE",
            "CREATED",
            "COPIES",
            "PINNED",
            "VERIFIED",
            "SESSION",
            "FAILURE");
    for (CatalogueEntry set : sets.sets()) {
      table.row(
          set.set(),
          set.state(),
          set.grade().map(Enum::name).orElse(""),
          set.created().map(Times::text).orElse(""),
          copies(set),
          set.pinned().isPresent() ? "pinned" : "",
          set.verification().map(last -> last.found().good() ? "good" : "bad").orElse(""),
          set.session(),
          set.failure().map(Object::toString).orElse(""));
    }
    return table.lines();
  }

  private static String copies(CatalogueEntry set) {
    String all = Integer.toString(set.copies().size());
    return set.leaving().isEmpty() ? all : all + " (" + set.leaving().size() + " may go)";
  }
}
