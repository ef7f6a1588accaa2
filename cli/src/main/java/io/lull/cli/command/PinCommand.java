package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api.Request;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SetId;
import io.lull.protocol.value.Visible;
import io.lull.wire.Wire;
import io.lull.wire.api.Pinning;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps a set from being deleted. */
@picocli.CommandLine.Command(
    name = "pin",
    description = {
      "Keep a snapshot set from being deleted until 'lull unpin'.",
      "",
      "Whoever deletes it is refused and told the reason. Pinned again, the last reason counts.",
    })
public final class PinCommand extends Command {
  @Parameters(paramLabel = "SET", description = "The set.")
  private SetId set = new SetId("none");

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why, in one line; else who has pinned it.")
  private @Nullable String reason;

  public PinCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    Pinning pinning = pinning();
    CatalogueEntry pinned =
        Standing.as(
            context
                .apiToLook()
                .good(
                    Request.of("PUT", Standing.path(set, "pin")).with(Wire.json().write(pinning))));
    context.screen().show(pinned, () -> List.of("set " + set + ": pinned, " + pinning.reason()));
    return ExitCode.COMPLETED;
  }

  // Before a node is started for nothing.
  private Pinning pinning() {
    try {
      return new Pinning(
          reason == null ? "by " + Visible.of(System.getProperty("user.name", "?")) : reason);
    } catch (IllegalArgumentException wrong) {
      throw Trouble.usage(String.valueOf(wrong.getMessage()), "");
    }
  }
}
