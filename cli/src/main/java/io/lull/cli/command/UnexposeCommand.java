package io.lull.cli.command;

import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.wire.api.Copies;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes copies away from where they are shown. */
@picocli.CommandLine.Command(
    name = "unexpose",
    description = {
      "Take a copy of a set, or all of them, away from where 'lull expose' shows it.",
      "",
      "Refused while somebody works in it or has a file of it open. The set itself stays.",
    })
public final class UnexposeCommand extends Command {
  @Parameters(paramLabel = "SET", description = "The set.")
  private SetId set = new SetId("none");

  @Option(
      names = "--copy",
      paramLabel = "HOST:/PATH",
      description = "Whose copy, by its volume; else all of the set.")
  private @Nullable Volume copy;

  public UnexposeCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    Copies copies = Exposed.end(context.apiToLook(), set, copy);
    context.screen().show(copies, () -> Exposed.lines(copies));
    return ExitCode.COMPLETED;
  }
}
