package io.lull.cli.command;

import io.lull.cli.frame.Format;
import io.lull.cli.frame.Screen;
import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.cli.node.Api.Request;
import io.lull.cli.node.Deadline;
import io.lull.cli.node.Pause;
import io.lull.cli.text.Picture;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionLog;
import io.lull.protocol.value.Visible;
import io.lull.wire.EventLog.Entry;
import io.lull.wire.EventLogKind;
import io.lull.wire.EventLogReader;
import io.lull.wire.WireException;
import io.lull.wire.WireLimits;
import io.lull.wire.api.OperationTimeline;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One stream or restore on the screen: how it stands, what went on in it, and all its events. */
abstract class ShownOperation<V, E> {
  /** Long enough for a log of {@link WireLimits#LOG_BYTES}. */
  private static final Duration LOG = Duration.ofMinutes(5);

  private static final Duration EVERY = Duration.ofSeconds(1);

  private final Api api;
  private final Screen screen;
  private final Picture picture;
  private final SessionId session;
  private long last;

  ShownOperation(Api api, Screen screen, Picture picture, SessionId session) {
    this.api = api;
    this.screen = screen;
    this.picture = picture;
    this.session = session;
  }

  /** Where a node has them. */
  abstract String path();

  abstract Class<V> view();

  abstract EventLogKind<E> log();

  abstract long version(V view);

  abstract boolean isOver(V view);

  /** How it stands, for people. */
  abstract List<String> head(V view);

  /** An event in one line, for people. */
  abstract String line(Entry<E> entry);

  /** An event for programs. */
  abstract Object event(Entry<E> entry);

  /** All of it for programs. */
  abstract Object shown(V view, Optional<OperationTimeline> timeline, List<Entry<E>> events);

  ExitCode show(V view) {
    List<Entry<E>> events = events();
    Optional<OperationTimeline> timeline = timeline();
    screen.show(
        shown(view, timeline, events),
        () -> {
          List<String> lines = visible(view);
          timeline.ifPresent(
              known -> {
                lines.add("");
                lines.addAll(picture.lines(known));
              });
          lines.addAll(List.of("", SessionLog.HEADER));
          events.forEach(entry -> lines.add(line(entry)));
          return lines;
        });
    return ExitCode.COMPLETED;
  }

  /** Prints events as they come; programs are given them alone, one in each line. */
  ExitCode follow(V begun, Deadline deadline) {
    if (screen.format() == Format.TABLE) {
      visible(begun).forEach(screen::line);
      screen.line("");
      screen.line(SessionLog.HEADER);
    }
    V view = begun;
    while (true) {
      // Few events are journaled of it, so its log is short; it is fetched when it has grown.
      if (version(view) > last) {
        events().forEach(this::heard);
      }
      if (isOver(view)) {
        break;
      }
      if (deadline.isOver()) {
        throw Trouble.of(
            ExitCode.STILL_RUNNING,
            "expected session " + session + " to be over by now, but it goes on",
            "Follow it again, or wait with 'lull wait " + session + "'");
      }
      Pause.of(deadline.atMost(EVERY));
      view = api.get(path() + session, view());
    }
    if (screen.format() == Format.TABLE) {
      screen.line("");
      visible(view).forEach(screen::line);
      screen.line("");
      timeline().ifPresent(known -> picture.lines(known).forEach(screen::line));
    }
    return ExitCode.COMPLETED;
  }

  private void heard(Entry<E> entry) {
    if (entry.sequence() > last) {
      last = entry.sequence();
      screen.next(event(entry), () -> List.of(line(entry)));
    }
  }

  private List<String> visible(V view) {
    return head(view).stream().map(Visible::of).collect(Collectors.toCollection(ArrayList::new));
  }

  /** A node of an earlier version has none. */
  private Optional<OperationTimeline> timeline() {
    return api.find(path() + session + "/timeline", OperationTimeline.class);
  }

  private List<Entry<E>> events() {
    byte[] log =
        api.whole(Request.of("GET", "/v1/sessions/" + session + "/log"), LOG, WireLimits.LOG_BYTES);
    try {
      return EventLogReader.read(new ByteArrayInputStream(log), log()).entries();
    } catch (WireException wrong) {
      throw Trouble.of(ExitCode.FAILED, "the log of session " + session, wrong);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
