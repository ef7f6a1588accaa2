package io.lull.cli.backup;

import io.lull.cli.command.Command;
import io.lull.cli.command.Context;
import io.lull.protocol.failure.ExitCode;
import picocli.CommandLine.Parameters;

/** Everything of a plan but the copies. */
@picocli.CommandLine.Command(
    name = "rehearse",
    description = {
      "Try a plan without making a copy: say how long whom it would hold still.",
      "",
      "Every writer is asked all that a backup asks of it, providers say whether they would copy"
          + " each volume, and then the writers really stand still and are let go. No set comes of"
          + " it, and no program of the plan is run. HELD is what was measured; AT MOST is that"
          + " with copies that take as long as they may, and MAY is what the writer's lease allows."
    },
    footer = {
      "",
      "Exits as 'lull backup' would; with 11 if a writer would break its limit.",
      "",
      "Example:",
      "  lull rehearse nightly"
    })
public final class RehearseCommand extends Command {
  @Parameters(paramLabel = "PLAN", description = "A plan, as 'lull plans' lists them.")
  private String plan = "";

  public RehearseCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    Progress progress = new Progress(context.surroundings());
    try {
      return new Planned(context, context.api(), progress).rehearse(plan);
    } finally {
      progress.done();
    }
  }
}
