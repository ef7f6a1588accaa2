package io.lull.wire.api;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.wire.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What went on in a stream or a restore from when to when, by the times of its events.
 *
 * @param began when its first event was written; all other times count from there
 * @param lasted until its last event, or until now while it goes on
 * @param spans of the instance or the writers in the order in which they began; those of one follow
 *     one another only where nobody else did anything between them
 */
public record OperationTimeline(
    SessionId session,
    Instant began,
    Duration lasted,
    List<Span> spans,
    List<Milestone> milestones) {
  public OperationTimeline {
    spans = List.copyOf(spans);
    milestones = List.copyOf(milestones);
  }

  /** What somebody did for a while. */
  public enum Deed {
    /** The host of an instance was asked for a stream, and had not opened it yet. */
    BEGINNING,
    /** An instance had a stream open. */
    OPEN,
    /** A stream was stopped, and waited for its End. */
    STOPPED,
    /** A completed stream waited until its target had stored it. */
    STORING,
    /** A file was read, since what came before it at the earliest. */
    READING,
    /** A file was read that could not be read to its end. */
    LOST,
    /** A new log was begun, and the ones before it became complete. */
    ROLLING,
    /** A writer was asked who it is. */
    IDENTIFYING,
    /** A writer made way for its files. */
    MAKING_WAY,
    /** A writer was asked how it stands. */
    CHECKING,
    /** The requester had its time to put files back. */
    PUTTING_BACK,
    /** A writer took its files over. */
    TAKING_OVER,
    /** A writer dropped what it kept of the restore. */
    DROPPING
  }

  /** From when to when somebody did what. */
  public record Span(String who, Deed deed, Duration from, Duration to) {}

  /** What happened at once. */
  public record Milestone(String what, Duration at) {}

  /**
   * That of a stream; nothing lasts in it if nobody has begun it.
   *
   * @param now until when it has gone on, if it does
   */
  public static OperationTimeline ofStream(
      SessionId session, List<EventLog.Entry<StreamSessionEvent>> events, Instant now) {
    StreamCourse course = new StreamCourse(began(events, now));
    events.forEach(entry -> course.happened(entry.at(), entry.event()));
    return course.timeline(session, now);
  }

  /**
   * That of a restore; nothing lasts in it if nobody has begun it.
   *
   * @param now until when it has gone on, if it does
   */
  public static OperationTimeline ofRestore(
      SessionId session, List<EventLog.Entry<RestoreEvent>> events, Instant now) {
    RestoreCourse course = new RestoreCourse(began(events, now));
    events.forEach(entry -> course.happened(entry.at(), entry.event()));
    return course.timeline(session, now);
  }

  private static Instant began(List<? extends EventLog.Entry<?>> events, Instant now) {
    return events.isEmpty() ? now : events.getFirst().at();
  }
}
