package io.lull.cli.command;

import io.lull.cli.frame.Format;
import io.lull.cli.frame.Screen;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.cli.node.Deadline;
import io.lull.cli.node.Events;
import io.lull.cli.text.Picture;
import io.lull.cli.text.Times;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionLog;
import io.lull.protocol.value.Visible;
import io.lull.wire.Wire;
import io.lull.wire.WireException;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.Timeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one session: how it stands, what happens in it, and who was frozen when. */
@picocli.CommandLine.Command(
    name = "show",
    description = {
      "Show a session, its events as they come, and who was frozen from when to when.",
      "Of a restore: what was put back, and what writers did when. Of a stream: what was read when."
    })
public final class ShowCommand extends Command {
  private static final Duration USUAL = Duration.ofDays(7);

  @Parameters(
      paramLabel = "ID",
      description = "The session, as 'lull sessions', 'lull restores' or 'lull streams' lists it.")
  private SessionId session = new SessionId("none");

  @Option(
      names = {"-f", "--follow"},
      description = "Print events as they come, until the session is over.")
  private boolean follow;

  public ShowCommand(Context context) {
    super(context);
  }

  /** A session and the picture of its window. */
  public record Shown(SessionView session, Optional<Timeline> timeline) {}

  /** An event as the node sends it. */
  record Line(long sequence, Instant at, SessionEvent event) {}

  @Override
  protected ExitCode run() {
    Api api = context.apiToLook();
    Screen screen = context.screen();
    return switch (Operation.of(api, session)) {
      case Operation.Restoring(var view) ->
          show(new ShownRestore(api, screen, picture(), session), view);
      case Operation.Streaming(var view) ->
          show(new ShownStream(api, screen, picture(), session), view);
      case Operation.Backup(var view) -> show(api, view, screen);
    };
  }

  private <V> ExitCode show(ShownOperation<V, ?> shown, V view) {
    return follow ? shown.follow(view, Deadline.in(context.timeout(USUAL))) : shown.show(view);
  }

  private Picture picture() {
    return new Picture(
        context.surroundings().terminal().width(), context.surroundings().terminal().unicode());
  }

  private ExitCode show(Api api, SessionView known, Screen screen) {
    SessionView view = known;
    if (follow) {
      // Programs are given the events alone, one in each line.
      if (screen.format() == Format.TABLE) {
        head(view).forEach(screen::line);
        screen.line("");
        screen.line(SessionLog.HEADER);
      }
      follow(api, screen);
      view = view(api);
      if (screen.format() != Format.TABLE) {
        return ExitCode.COMPLETED;
      }
      screen.line("");
    }
    Shown shown =
        new Shown(view, api.find("/v1/sessions/" + session + "/timeline", Timeline.class));
    screen.show(shown, () -> lines(shown));
    return ExitCode.COMPLETED;
  }

  private SessionView view(Api api) {
    return api.get("/v1/sessions/" + session, SessionView.class);
  }

  private void follow(Api api, Screen screen) {
    boolean over =
        new Events(api, session, sent -> heard(sent, screen))
            .follow(Deadline.in(context.timeout(USUAL)), () -> view(api).over());
    if (!over) {
      throw Trouble.of(
          ExitCode.STILL_RUNNING,
          "expected session " + session + " to be over by now, but it goes on",
          "Follow it again, or wait with 'lull wait " + session + "'");
    }
  }

  private static void heard(Events.Sent sent, Screen screen) {
    try {
      Line line = Wire.json().read(sent.data().getBytes(StandardCharsets.UTF_8), Line.class);
      screen.next(line, () -> List.of(SessionLog.line(line.at(), line.event())));
    } catch (WireException unknown) {
      // A newer node may tell what this program has no word for; the rest is still worth seeing.
      if (screen.format() == Format.TABLE) {
        screen.line(
            Visible.of(sent.sequence() + " " + sent.name() + " (not known to this version)"));
      } else {
        throw Trouble.of(ExitCode.FAILED, "event " + sent.sequence() + " of the node", unknown);
      }
    }
  }

  private List<String> lines(Shown shown) {
    List<String> lines = new ArrayList<>(head(shown.session()));
    shown
        .timeline()
        .ifPresent(
            timeline -> {
              lines.add("");
              lines.addAll(picture().lines(timeline));
            });
    return lines;
  }

  private static List<String> head(SessionView view) {
    List<String> lines = new ArrayList<>();
    lines.add("session   " + view.session() + ", version " + view.version());
    lines.add("phase     " + view.phase() + (view.over() ? ", over" : ""));
    lines.add("result    " + SessionsCommand.result(view));
    lines.add("began     " + Times.text(view.began()) + ", changed " + Times.text(view.changed()));
    view.set().ifPresent(set -> lines.add("set       " + set));
    lines.add(
        "grade     "
            + view.grade().map(Enum::name).orElse("none yet")
            + ", lowest "
            + view.lowest());
    if (!view.writers().isEmpty()) {
      lines.add("writers   " + view.writers());
    }
    if (!view.unconfirmed().isEmpty()) {
      lines.add("LOOK AT   " + view.unconfirmed() + ": nobody has said that they run again");
    }
    return lines.stream().map(Visible::of).toList();
  }
}
