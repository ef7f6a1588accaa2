package io.lull.cli.command;

import io.lull.cli.frame.Format;
import io.lull.cli.frame.Screen;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.cli.node.Api.Request;
import io.lull.cli.node.Deadline;
import io.lull.cli.node.Pause;
import io.lull.cli.text.Times;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionLog;
import io.lull.protocol.stream.session.StreamLog;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.value.Visible;
import io.lull.wire.EventLogKind;
import io.lull.wire.EventLogReader;
import io.lull.wire.WireException;
import io.lull.wire.WireLimits;
import io.lull.wire.api.StreamView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One stream on the screen: how it stands, and what happened to it when. */
final class ShownStream {
  /** Long enough for a log of {@link WireLimits#LOG_BYTES}. */
  private static final Duration LOG = Duration.ofMinutes(5);

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Api api;
  private final Screen screen;
  private final SessionId session;
  private long last;

  /** A stream and all that was journaled of it. */
  record Shown(StreamView stream, List<Line> events) {}

  /** An event as it is journaled. */
  record Line(long sequence, Instant at, StreamSessionEvent event) {
    String text() {
      return StreamLog.line(at, event);
    }
  }

  ShownStream(Api api, Screen screen, SessionId session) {
    this.api = api;
    this.screen = screen;
    this.session = session;
  }

  ExitCode show(StreamView stream) {
    Shown shown = new Shown(stream, events());
    screen.show(
        shown,
        () -> {
          List<String> lines = new ArrayList<>(head(stream));
          lines.addAll(List.of("", SessionLog.HEADER));
          shown.events().forEach(line -> lines.add(line.text()));
          return lines;
        });
    return ExitCode.COMPLETED;
  }

  /** Prints events as they come; programs are given them alone, one in each line. */
  ExitCode follow(StreamView begun, Deadline deadline) {
    if (screen.format() == Format.TABLE) {
      head(begun).forEach(screen::line);
      screen.line("");
      screen.line(SessionLog.HEADER);
    }
    StreamView stream = begun;
    while (true) {
      // Few events are journaled of a stream, so its log is short; it is fetched when it has grown.
      if (stream.version() > last) {
        events().forEach(this::heard);
      }
      if (stream.over()) {
        break;
      }
      if (deadline.isOver()) {
        throw Trouble.of(
            ExitCode.STILL_RUNNING,
            "expected stream " + session + " to be over by now, but it goes on",
            "Follow it again");
      }
      Pause.of(deadline.atMost(EVERY));
      stream = api.get("/v1/streams/" + session, StreamView.class);
    }
    if (screen.format() == Format.TABLE) {
      screen.line("");
      head(stream).forEach(screen::line);
    }
    return ExitCode.COMPLETED;
  }

  private void heard(Line line) {
    if (line.sequence() > last) {
      last = line.sequence();
      screen.next(line, () -> List.of(line.text()));
    }
  }

  private List<Line> events() {
    byte[] log =
        api.whole(Request.of("GET", "/v1/sessions/" + session + "/log"), LOG, WireLimits.LOG_BYTES);
    try {
      return EventLogReader.read(new ByteArrayInputStream(log), EventLogKind.STREAM)
          .entries()
          .stream()
          .map(entry -> new Line(entry.sequence(), entry.at(), entry.event()))
          .toList();
    } catch (WireException wrong) {
      throw Trouble.of(ExitCode.FAILED, "the log of stream " + session, wrong);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static List<String> head(StreamView stream) {
    List<String> lines = new ArrayList<>();
    lines.add("stream    " + stream.session() + ", version " + stream.version());
    lines.add("phase     " + stream.phase() + (stream.over() ? ", over" : ""));
    lines.add("result    " + StreamsCommand.result(stream));
    lines.add("of        " + StreamsCommand.instance(stream) + ", " + stream.kind());
    stream.buildsOn().ifPresent(earlier -> lines.add("builds on " + earlier));
    lines.add(
        "began     " + Times.text(stream.began()) + ", changed " + Times.text(stream.changed()));
    if (!stream.lost().isEmpty()) {
      lines.add("LOST      " + stream.lost() + ": could not be read");
    }
    return lines.stream().map(Visible::of).toList();
  }
}
