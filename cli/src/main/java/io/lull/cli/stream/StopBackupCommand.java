package io.lull.cli.stream;

import io.lull.cli.command.Command;
import io.lull.cli.command.Context;
import io.lull.protocol.failure.ExitCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** Stops whatever stream an instance has. */
@picocli.CommandLine.Command(
    name = "stop-backup",
    description = {
      "Stop the stream that is under way, whoever reads it: it makes no more progress, truncates"
          + " nothing, and its target is told why.",
      "Without an instance that of the node's host, if it has only one."
    })
public final class StopBackupCommand extends Command {
  private static final Duration USUAL = Duration.ofMinutes(1);

  @Parameters(
      paramLabel = "INSTANCE",
      arity = "0..1",
      description = "HOST/NAME as 'lull instances' lists it, or NAME where only one host has it.")
  private @Nullable String instance;

  public StopBackupCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    String named = instance;
    return Stop.run(
        context,
        named == null ? "/v1/stop-backup" : Stop.path(context, named, "stop-backup"),
        named == null ? "" : " on " + named,
        context.timeout(USUAL));
  }
}
