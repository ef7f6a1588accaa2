package io.lull.cli.debug;

import io.lull.cli.command.Command;
import io.lull.cli.command.Context;
import io.lull.protocol.failure.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The word before what helps developers. */
@picocli.CommandLine.Command(
    name = "debug",
    description = "Gather what a developer needs.",
    synopsisSubcommandLabel = "COMMAND")
public final class DebugCommand extends Command {
  @Spec private CommandSpec spec = CommandSpec.create();

  private DebugCommand(Context context) {
    super(context);
  }

  /** With all that may follow it. */
  public static CommandLine of(Context context) {
    return new CommandLine(new DebugCommand(context)).addSubcommand(new BundleCommand(context));
  }

  @Override
  protected ExitCode run() {
    throw new ParameterException(spec.commandLine(), "expected 'bundle'");
  }
}
