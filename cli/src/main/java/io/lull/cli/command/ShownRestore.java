package io.lull.cli.command;

import io.lull.cli.frame.Screen;
import io.lull.cli.node.Api;
import io.lull.cli.text.Picture;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.restore.RestoreLog;
import io.lull.wire.EventLog.Entry;
import io.lull.wire.EventLogKind;
import io.lull.wire.api.OperationTimeline;
import io.lull.wire.api.RestoreView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One restore on the screen. */
final class ShownRestore extends ShownOperation<RestoreView, RestoreEvent> {
  /** A restore, what went on in it from when to when, and all that was journaled of it. */
  record Shown(RestoreView restore, Optional<OperationTimeline> timeline, List<Line> events) {}

  /** An event as it is journaled. */
  record Line(long sequence, Instant at, RestoreEvent event) {}

  ShownRestore(Api api, Screen screen, Picture picture, SessionId session) {
    super(api, screen, picture, session);
  }

  @Override
  String path() {
    return "/v1/restores/";
  }

  @Override
  Class<RestoreView> view() {
    return RestoreView.class;
  }

  @Override
  EventLogKind<RestoreEvent> log() {
    return EventLogKind.RESTORE;
  }

  @Override
  long version(RestoreView restore) {
    return restore.version();
  }

  @Override
  boolean isOver(RestoreView restore) {
    return restore.over();
  }

  @Override
  List<String> head(RestoreView restore) {
    return RestoresCommand.lines(restore);
  }

  @Override
  String line(Entry<RestoreEvent> entry) {
    return RestoreLog.line(entry.at(), entry.event());
  }

  @Override
  Line event(Entry<RestoreEvent> entry) {
    return new Line(entry.sequence(), entry.at(), entry.event());
  }

  @Override
  Shown shown(
      RestoreView restore, Optional<OperationTimeline> timeline, List<Entry<RestoreEvent>> events) {
    return new Shown(restore, timeline, events.stream().map(this::event).toList());
  }
}
