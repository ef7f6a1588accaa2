package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api.Request;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.stream.session.StreamSessionReply;
import io.lull.protocol.value.Visible;
import io.lull.wire.api.StreamView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a backup up. */
@picocli.CommandLine.Command(
    name = "abort",
    description = {
      "Give a backup up and bring every writer back to normal running, or give a stream up.",
      "Exits with 20 if a writer has not said that it runs again."
    })
public final class AbortCommand extends Command {
  private static final Duration USUAL = Duration.ofMinutes(1);

  @Parameters(paramLabel = "ID", description = "The session.")
  private SessionId session = new SessionId("none");

  @Option(
      names = "--if-version",
      paramLabel = "N",
      description = "Only if nothing has happened in it since this version.")
  private long version = -1;

  public AbortCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() {
    boolean stream = false;
    Optional<Trouble> unsure = Optional.empty();
    try {
      stream = context.apiToLook().find("/v1/streams/" + session, StreamView.class).isPresent();
    } catch (Trouble unknown) {
      // Writers may stand still, so what only looks must not be in the way.
      unsure = Optional.of(unknown);
    }
    return stream ? abortStream() : abortBackup(unsure);
  }

  /**
   * Gives a backup up.
   *
   * @param unsure why it may as well be a stream
   */
  private ExitCode abortBackup(Optional<Trouble> unsure) {
    Request request = Request.of("POST", "/v1/sessions/" + session + "/abort");
    if (version >= 0) {
      request = request.header("If-Match", "\"" + version + "\"");
    }
    SessionReply reply = answered(request);
    if (!(reply instanceof SessionReply.Aborted) && unsure.isPresent()) {
      throw unsure.get();
    }
    context.screen().show(reply, () -> lines(reply));
    return reply instanceof SessionReply.Aborted aborted && !aborted.unreached().isEmpty()
        ? ExitCode.THAW_UNCONFIRMED
        : ExitCode.COMPLETED;
  }

  private SessionReply answered(Request request) {
    try {
      SessionReply reply =
          context.apiToLook().good(request, context.timeout(USUAL)).as(SessionReply.class);
      if (reply instanceof SessionReply.Refused refused) {
        throw Trouble.of(refused.fault());
      }
      return reply;
    } catch (Trouble refused) {
      // Until a session ends there is always something to give up, or nothing, which is no trouble.
      throw refused.failure().filter(Failure.BAD_STATE::equals).isPresent()
          ? refused.hinting("It is over already, or ends just now; see 'lull show " + session + "'")
          : refused;
    }
  }

  private ExitCode abortStream() {
    if (version >= 0) {
      throw Trouble.usage(
          "expected a session of a backup with --if-version, but " + session + " is a stream", "");
    }
    StreamSessionReply reply =
        context
            .apiToLook()
            .good(Request.of("POST", "/v1/streams/" + session + "/abort"), context.timeout(USUAL))
            .as(StreamSessionReply.class);
    context.screen().show(reply, () -> List.of("stream " + session + " given up; no log goes"));
    return ExitCode.COMPLETED;
  }

  private List<String> lines(SessionReply reply) {
    if (!(reply instanceof SessionReply.Aborted aborted)) {
      return List.of("session " + session + ": nothing was under way");
    }
    List<String> lines = new ArrayList<>();
    lines.add("session " + session + " aborted");
    aborted.handled().forEach(writer -> lines.add(Visible.of("runs again: " + writer)));
    aborted
        .unreached()
        .forEach(writer -> lines.add(Visible.of("NOT CONFIRMED, look at its host: " + writer)));
    return lines;
  }
}
