package io.lull.cli.command;

import io.lull.cli.frame.Screen;
import io.lull.cli.frame.Trouble;
import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.Evidence;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.restore.Restore;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.restore.RestoreLog;
import io.lull.protocol.restore.RestorePhase;
import io.lull.protocol.session.Creation;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionLog;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.session.StreamLog;
import io.lull.protocol.stream.session.StreamSession;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.stream.session.StreamSessionPhase;
import io.lull.wire.EventLog;
import io.lull.wire.EventLogKind;
import io.lull.wire.EventLogReader;
import io.lull.wire.Replay;
import io.lull.wire.WireException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Parameters;

/** Plays an event log: what happened, where that left the session, and whether it is borne out. */
@picocli.CommandLine.Command(
    name = "replay",
    description = {
      "Play the event log of a backup again: its events, its state, certificate and verdict.",
      "Of a stream: its events, its state, and whether it is a backup. Of a restore: its events and"
          + " its state.",
      "Needs no node. Exits with 21 if the certificate is not borne out by the log."
    })
public final class ReplayCommand extends Command {
  @Parameters(paramLabel = "FILE", description = "An event log, as 'lull log' prints it.")
  private Path file = Path.of("");

  public ReplayCommand(Context context) {
    super(context);
  }

  /**
   * What a log amounts to, for programs.
   *
   * @param summary the state after the last event, as a log has it
   * @param phases the phases that the session went through, in their order
   */
  public record Replayed(
      SessionId session,
      int events,
      SessionPhase phase,
      boolean over,
      List<SessionPhase> phases,
      String summary,
      Optional<Judged> judged) {}

  /**
   * What the log of a stream amounts to, for programs.
   *
   * @param outcome how its host says that it ended
   * @param stored whether it is a backup
   */
  public record ReplayedStream(
      SessionId session,
      int events,
      StreamSessionPhase phase,
      Optional<StreamOutcome> outcome,
      boolean stored,
      String summary) {}

  /** What the log of a restore amounts to, for programs. */
  public record ReplayedRestore(
      SessionId session, int events, RestorePhase phase, boolean over, String summary) {}

  @Override
  protected ExitCode run() {
    Path path = context.surroundings().directory().resolve(file);
    try {
      String kind = Named.read(path, EventLogReader::kind);
      if (kind.equals(EventLogKind.STREAM.name())) {
        return showStream(Named.read(path, in -> EventLogReader.read(in, EventLogKind.STREAM)));
      }
      if (kind.equals(EventLogKind.RESTORE.name())) {
        return showRestore(Named.read(path, in -> EventLogReader.read(in, EventLogKind.RESTORE)));
      }
      EventLog<SessionEvent> log =
          Named.read(path, in -> EventLogReader.read(in, EventLogKind.SESSION));
      return show(log, Replay.session(log));
    } catch (WireException wrong) {
      throw Trouble.of(ExitCode.USAGE, path.toString(), wrong);
    }
  }

  private ExitCode showStream(EventLog<StreamSessionEvent> log) {
    StreamSession stream = Replay.stream(log);
    ReplayedStream replayed =
        new ReplayedStream(
            stream.session(),
            log.entries().size(),
            stream.phase(),
            stream.account().outcome(),
            stream.isBackup(),
            StreamLog.summary(stream));
    context
        .screen()
        .show(
            replayed,
            () -> lines(log, at -> StreamLog.line(at.at(), at.event()), replayed.summary()));
    return ExitCode.COMPLETED;
  }

  private ExitCode showRestore(EventLog<RestoreEvent> log) {
    Restore restore = Replay.restore(log);
    ReplayedRestore replayed =
        new ReplayedRestore(
            restore.session(),
            log.entries().size(),
            restore.phase(),
            restore.phase() == RestorePhase.RELEASED,
            RestoreLog.summary(restore));
    context
        .screen()
        .show(
            replayed,
            () -> lines(log, at -> RestoreLog.line(at.at(), at.event()), replayed.summary()));
    return ExitCode.COMPLETED;
  }

  private static <E> List<String> lines(
      EventLog<E> log, Function<EventLog.Entry<E>, String> line, String summary) {
    List<String> lines = new ArrayList<>(List.of(SessionLog.HEADER));
    log.entries().forEach(entry -> lines.add(line.apply(entry)));
    lines.addAll(List.of("", summary));
    return lines;
  }

  private ExitCode show(EventLog<SessionEvent> log, Session session) {
    Optional<Judged> judged = judged(session);
    Replayed replayed =
        new Replayed(
            session.id(),
            log.entries().size(),
            session.phase(),
            session.isOver(),
            phases(log),
            SessionLog.summary(session),
            judged);
    Screen screen = context.screen();
    screen.show(replayed, () -> lines(log, replayed));
    return judged.map(Judged::exit).orElse(ExitCode.COMPLETED);
  }

  static Optional<Judged> judged(Session session) {
    Optional<Certificate> certificate = session.creation().flatMap(Creation::certificate);
    Optional<Evidence> evidence = Recorded.in(session);
    return certificate.map(
        found ->
            evidence
                .map(records -> Judged.of(found, records, "what the log says was told"))
                .orElseGet(() -> Judged.of(found, Recorded.in(found), "its own records alone")));
  }

  private static List<SessionPhase> phases(EventLog<SessionEvent> log) {
    List<SessionPhase> phases = new ArrayList<>();
    for (EventLog.Entry<SessionEvent> entry : log.entries()) {
      Optional<SessionPhase> entered = entered(entry.event());
      entered.ifPresent(phases::add);
    }
    return phases;
  }

  private static Optional<SessionPhase> entered(SessionEvent event) {
    return switch (event) {
      case SessionEvent.PhaseEntered entered -> Optional.of(entered.phase());
      case SessionEvent.RoundBegan began -> Optional.of(began.phase());
      case SessionEvent.WindowOpened _ -> Optional.of(SessionPhase.WINDOW_OPEN);
      case SessionEvent.AbortBegun _ -> Optional.of(SessionPhase.ABORTING);
      case SessionEvent.ReleaseBegun _ -> Optional.of(SessionPhase.RELEASING);
      default -> Optional.empty();
    };
  }

  private static List<String> lines(EventLog<SessionEvent> log, Replayed replayed) {
    List<String> lines = lines(log, at -> SessionLog.line(at.at(), at.event()), replayed.summary());
    lines.add("");
    replayed
        .judged()
        .ifPresentOrElse(
            found -> lines.addAll(found.lines()), () -> lines.add("certificate  none was issued"));
    return lines;
  }
}
