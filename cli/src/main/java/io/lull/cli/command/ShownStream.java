package io.lull.cli.command;

import io.lull.cli.frame.Screen;
import io.lull.cli.node.Api;
import io.lull.cli.text.Picture;
import io.lull.cli.text.Times;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.session.StreamLog;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.wire.EventLog.Entry;
import io.lull.wire.EventLogKind;
import io.lull.wire.api.OperationTimeline;
import io.lull.wire.api.StreamView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One stream on the screen. */
final class ShownStream extends ShownOperation<StreamView, StreamSessionEvent> {
  /** A stream, what went on in it from when to when, and all that was journaled of it. */
  record Shown(StreamView stream, Optional<OperationTimeline> timeline, List<Line> events) {}

  /** An event as it is journaled. */
  record Line(long sequence, Instant at, StreamSessionEvent event) {}

  ShownStream(Api api, Screen screen, Picture picture, SessionId session) {
    super(api, screen, picture, session);
  }

  @Override
  String path() {
    return "/v1/streams/";
  }

  @Override
  Class<StreamView> view() {
    return StreamView.class;
  }

  @Override
  EventLogKind<StreamSessionEvent> log() {
    return EventLogKind.STREAM;
  }

  @Override
  long version(StreamView stream) {
    return stream.version();
  }

  @Override
  boolean isOver(StreamView stream) {
    return stream.over();
  }

  @Override
  String line(Entry<StreamSessionEvent> entry) {
    return StreamLog.line(entry.at(), entry.event());
  }

  @Override
  Line event(Entry<StreamSessionEvent> entry) {
    return new Line(entry.sequence(), entry.at(), entry.event());
  }

  @Override
  Shown shown(
      StreamView stream,
      Optional<OperationTimeline> timeline,
      List<Entry<StreamSessionEvent>> events) {
    return new Shown(stream, timeline, events.stream().map(this::event).toList());
  }

  @Override
  List<String> head(StreamView stream) {
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
    return lines;
  }
}
