package io.lull.cli.command;

import io.lull.cli.frame.Screen;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Answer;
import io.lull.cli.node.Api.Request;
import io.lull.cli.node.NoAnswer;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SessionId;
import io.lull.wire.WireLimits;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import picocli.CommandLine.Parameters;

/** Fetches the event log of a session. */
@picocli.CommandLine.Command(
    name = "log",
    description = {
      "Print the event log of a backup, a restore or a stream, as a file that 'lull replay' reads.",
      "A log that was cut has no last line with its length; nothing takes it for a whole one."
    })
public final class LogCommand extends Command {
  private static final Duration USUAL = Duration.ofMinutes(5);

  @Parameters(
      paramLabel = "ID",
      description = "The session, as 'lull sessions', 'lull restores' or 'lull streams' lists it.")
  private SessionId session = new SessionId("none");

  public LogCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    Screen screen = context.screen();
    ByteArrayOutputStream refused = new ByteArrayOutputStream();
    try {
      int status =
          context
              .apiToLook()
              .ask(
                  Request.of("GET", "/v1/sessions/" + session + "/log"),
                  context.timeout(USUAL),
                  WireLimits.LOG_BYTES,
                  code -> code == 200 ? screen.raw() : refused);
      if (status != 200) {
        throw new Answer(status, refused.toByteArray()).trouble();
      }
    } catch (NoAnswer none) {
      Trouble trouble = none.trouble();
      throw none.asked() ? trouble.at("what was printed is not the whole log") : trouble;
    }
    screen.flush();
    return ExitCode.COMPLETED;
  }
}
