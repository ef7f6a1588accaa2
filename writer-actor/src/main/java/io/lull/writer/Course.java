package io.lull.writer;

import io.lull.cluster.config.log.Subject;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.WriterEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells the log which steps of a set a writer has taken. While anything of the writer may stand
 * they are kept in memory: the log may lie on what stands still.
 */
final class Course {
  private static final int MOST = 64;

  private final WriterId writer;
  private final WriterLog log;
  private final List<WriterEvent.OfSession> waiting = new ArrayList<>();

  Course(WriterId writer, WriterLog log) {
    this.writer = writer;
    this.log = log;
  }

  void went(List<WriterEvent> events, boolean mayStand) {
    for (WriterEvent event : events) {
      if (event instanceof WriterEvent.OfSession step && waiting.size() < MOST) {
        waiting.add(step);
      }
    }
    if (!mayStand) {
      waiting.forEach(this::tell);
      waiting.clear();
    }
  }

  private void tell(WriterEvent.OfSession event) {
    switch (event) {
      case WriterEvent.StepAnswered answered ->
          note(event, answered.step() + " answered, is " + answered.to());
      case WriterEvent.AbortBegun begun -> note(event, "aborts: " + begun.cause());
      case WriterEvent.SessionAborted _ -> note(event, "is ABORTED");
      default -> {}
    }
  }

  private void note(WriterEvent.OfSession event, String what) {
    log.note(
        new Subject(Optional.of(event.key().session()), Optional.of(event.key().set())),
        writer + " " + what);
  }
}
