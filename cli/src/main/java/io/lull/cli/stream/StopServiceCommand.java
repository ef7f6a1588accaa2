package io.lull.cli.stream;

import io.lull.cli.command.Command;
import io.lull.cli.command.Context;
import io.lull.protocol.failure.ExitCode;
import java.time.Duration;
import picocli.CommandLine.Parameters;

/** Bars an instance from streams. */
@picocli.CommandLine.Command(
    name = "stop-service",
    description = {
      "Bar an instance from all further streams until its host starts it again, for instance before"
          + " its application ends. A stream that is under way can only be ended."
    })
public final class StopServiceCommand extends Command {
  private static final Duration USUAL = Duration.ofMinutes(1);

  @Parameters(
      paramLabel = "INSTANCE",
      description = "HOST/NAME as 'lull instances' lists it, or NAME where only one host has it.")
  private String instance = "";

  public StopServiceCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    return Stop.run(
        context,
        Stop.path(context, instance, "stop-service"),
        " on " + instance,
        context.timeout(USUAL));
  }
}
