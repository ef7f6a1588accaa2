package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.cli.node.Api.Request;
import io.lull.cli.node.Deadline;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.restore.RestorePhase;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.stream.session.StreamSessionPhase;
import io.lull.protocol.value.Visible;
import io.lull.wire.api.RestoreView;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.StreamView;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Waits until a backup, a restore or a stream has come somewhere. */
@picocli.CommandLine.Command(
    name = "wait",
    description = {
      "Wait until a backup, a restore or a stream has come to a phase, or is over.",
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

  @Parameters(
      paramLabel = "ID",
      description = "The session, as 'lull sessions', 'lull restores' or 'lull streams' lists it.")
  private SessionId session = new SessionId("none");

  @Option(
      names = "--for",
      paramLabel = "PHASE",
      defaultValue = "released",
      description =
          "What to wait for: created, completed, aborted, released or any other phase; of a restore"
              + " or a stream: completed, over or any other of its own (default:"
              + " ${DEFAULT-VALUE}).")
  private String phase = "";

  public WaitCommand(Context context) {
    super(context);
  }

  @Override
  protected ExitCode run() throws InterruptedException {
    if (ofBackup().or(this::ofRestore).or(this::ofStream).isEmpty()) {
      throw unknown("a phase");
    }
    Deadline deadline = Deadline.in(context.timeout(USUAL));
    Api api = context.apiToWait();
    Operation now = Operation.of(api, session);
    Enum<?> wanted = wanted(now);
    while (true) {
      Deadline poll = Deadline.in(Duration.ofSeconds(1));
      now = later(api, now, wanted, deadline);
      if (now.over() || hasReached(now, wanted) || isFailing(now, wanted)) {
        Operation end = now;
        context.screen().show(end.view(), () -> List.of(Visible.of(end.line())));
        return hasReached(end, wanted) && end.isUnderWay() ? ExitCode.COMPLETED : end.exit();
      }
      if (deadline.isOver()) {
        throw Trouble.of(
            ExitCode.STILL_RUNNING,
            "expected session "
                + session
                + " to be "
                + phase
                + " by now, but it is in "
                + now.phase(),
            now instanceof Operation.Restoring
                ? "It goes on; wait again"
                : "It goes on; wait again, or end it with 'lull abort " + session + "'");
      }
      // A node that answers at once instead of waiting is not asked a thousand times a second.
      Thread.sleep(deadline.atMost(poll.left()));
    }
  }

  /** How it is when it has changed; a node waits for the change of a backup alone. */
  private Operation later(Api api, Operation now, Enum<?> wanted, Deadline deadline) {
    return switch (now) {
      case Operation.Backup _ -> {
        String await = wanted == SessionPhase.RELEASED ? "over" : wanted.name();
        long seconds = Math.max(0, deadline.atMost(POLL).toSeconds());
        yield new Operation.Backup(
            api.good(
                    Request.of(
                        "GET",
                        "/v1/sessions/" + session + "?await=" + await + "&for=" + seconds + "s"),
                    POLL.multipliedBy(2))
                .as(SessionView.class));
      }
      case Operation.Restoring _ ->
          new Operation.Restoring(api.get("/v1/restores/" + session, RestoreView.class));
      case Operation.Streaming _ ->
          new Operation.Streaming(api.get("/v1/streams/" + session, StreamView.class));
    };
  }

  private Enum<?> wanted(Operation operation) {
    Optional<Enum<?>> meant =
        switch (operation) {
          case Operation.Backup _ -> ofBackup();
          case Operation.Restoring _ -> ofRestore();
          case Operation.Streaming _ -> ofStream();
        };
    return meant.orElseThrow(() -> unknown("a phase of " + session));
  }

  private Optional<Enum<?>> ofBackup() {
    return SHORT.containsKey(phase) ? Optional.of(SHORT.get(phase)) : named(SessionPhase.class);
  }

  private Optional<Enum<?>> ofRestore() {
    return phase.equals("over") ? Optional.of(RestorePhase.RELEASED) : named(RestorePhase.class);
  }

  private Optional<Enum<?>> ofStream() {
    return phase.equals("released")
        ? Optional.of(StreamSessionPhase.OVER)
        : named(StreamSessionPhase.class);
  }

  private <P extends Enum<P>> Optional<Enum<?>> named(Class<P> phases) {
    try {
      return Optional.of(Converters.constant(phases, phase));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }

  private Trouble unknown(String expected) {
    return Trouble.usage(
        "expected " + expected + " after --for, but got '" + phase + "'",
        "Say created, completed, aborted or released; of a restore or a stream completed or over");
  }

  private static boolean hasReached(Operation operation, Enum<?> wanted) {
    return switch (operation) {
      case Operation.Backup(var view) -> reached(view, wanted);
      case Operation.Restoring(var view) -> isAsFar(view.phase(), wanted);
      // Nobody comes by being stopped to where a stream goes that ends well.
      case Operation.Streaming(var view) ->
          wanted == StreamSessionPhase.STOPPED
              ? view.phase() == wanted
              : isAsFar(view.phase(), wanted);
    };
  }

  private static boolean reached(SessionView view, Enum<?> wanted) {
    if (wanted == SessionPhase.RELEASED) {
      return view.over();
    }
    boolean failed = FAILED.contains(view.phase()) && !isFailure(wanted);
    return !failed && isAsFar(view.phase(), wanted);
  }

  /** Whether a backup has left the way that leads there. */
  private static boolean isFailing(Operation operation, Enum<?> wanted) {
    return operation instanceof Operation.Backup(var view)
        && FAILED.contains(view.phase())
        && isAsFar(SessionPhase.BACKUP_COMPLETED, wanted);
  }

  private static boolean isFailure(Enum<?> wanted) {
    return wanted instanceof SessionPhase phase && FAILED.contains(phase);
  }

  /** Phases are in the order of a session's life; both are of one kind. */
  private static <P extends Enum<P>> boolean isAsFar(P phase, Enum<?> wanted) {
    return phase.compareTo(phase.getDeclaringClass().cast(wanted)) >= 0;
  }
}
