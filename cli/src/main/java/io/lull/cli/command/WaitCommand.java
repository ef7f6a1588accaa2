package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.cli.node.Api.Request;
import io.lull.cli.node.Deadline;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionPhase;
import io.lull.wire.api.SessionView;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Waits until a session has come somewhere. */
@picocli.CommandLine.Command(
    name = "wait",
    description = {
      "Wait until a session has come to a phase, or is over.",
      "Exits with 14 when --timeout is over before that, and with the session's own code when it"
          + " ended otherwise."
    })
public final class WaitCommand extends Command {
  private static final Duration POLL = Duration.ofSeconds(20);
  private static final Duration USUAL = Duration.ofHours(1);

  /** What people call phases that have longer names. */
  private static final Map<String, SessionPhase> SHORT =
      Map.of(
          "released", SessionPhase.RELEASED,
          "over", SessionPhase.RELEASED,
          "created", SessionPhase.SNAPSHOT_CREATED,
          "completed", SessionPhase.BACKUP_COMPLETED,
          "aborted", SessionPhase.BACKUP_ABORTED);

  /** From these nobody comes to where a backup goes that ends well. */
  private static final Set<SessionPhase> FAILED =
      EnumSet.of(SessionPhase.ABORTING, SessionPhase.CREATION_FAILED, SessionPhase.BACKUP_ABORTED);

  @Parameters(paramLabel = "ID", description = "The session.")
  private SessionId session = new SessionId("none");

  @Option(
      names = "--for",
      paramLabel = "PHASE",
      defaultValue = "released",
      description =
          "What to wait for: created, completed, aborted, released or any other phase"
              + " (default: ${DEFAULT-VALUE}).")
  private String phase = "";

  public WaitCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() throws InterruptedException {
    SessionPhase wanted = wanted();
    Deadline deadline = Deadline.in(context.timeout(USUAL));
    Api api = context.api();
    String await = wanted == SessionPhase.RELEASED ? "over" : wanted.name();
    while (true) {
      Deadline poll = Deadline.in(Duration.ofSeconds(1));
      long seconds = Math.max(0, deadline.atMost(POLL).toSeconds());
      SessionView view =
          api.good(
                  Request.of(
                      "GET",
                      "/v1/sessions/" + session + "?await=" + await + "&for=" + seconds + "s"),
                  POLL.multipliedBy(2))
              .as(SessionView.class);
      if (isEnd(view, wanted)) {
        context.screen().show(view, () -> List.of(line(view)));
        return reached(view, wanted) && view.unconfirmed().isEmpty() && !view.over()
            ? ExitCode.COMPLETED
            : Ends.of(view);
      }
      if (deadline.isOver()) {
        throw Trouble.of(
            ExitCode.STILL_RUNNING,
            "expected session "
                + session
                + " to be "
                + phase
                + " by now, but it is in "
                + view.phase(),
            "It goes on; wait again, or end it with 'lull abort " + session + "'");
      }
      // A node that answers at once instead of waiting is not asked a thousand times a second.
      Thread.sleep(deadline.atMost(poll.left()));
    }
  }

  private SessionPhase wanted() {
    SessionPhase known = SHORT.get(phase);
    try {
      return known == null ? Converters.constant(SessionPhase.class, phase) : known;
    } catch (IllegalArgumentException none) {
      throw Trouble.usage(
          "expected a phase after --for, but got '" + phase + "'",
          "Say created, completed, aborted or released");
    }
  }

  private static boolean isEnd(SessionView view, SessionPhase wanted) {
    if (view.over() || reached(view, wanted)) {
      return true;
    }
    return FAILED.contains(view.phase()) && wanted.compareTo(SessionPhase.BACKUP_COMPLETED) <= 0;
  }

  private static boolean reached(SessionView view, SessionPhase wanted) {
    if (wanted == SessionPhase.RELEASED) {
      return view.over();
    }
    boolean failed = FAILED.contains(view.phase()) && !FAILED.contains(wanted);
    return !failed && view.phase().compareTo(wanted) >= 0;
  }

  private static String line(SessionView view) {
    return "session " + view.session() + " " + view.phase() + ": " + SessionsCommand.result(view);
  }
}
