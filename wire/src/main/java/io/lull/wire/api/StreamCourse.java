package io.lull.wire.api;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.wire.api.OperationTimeline.Deed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How a stream went: its instance, the databases one by one, and its logs together. */
final class StreamCourse {
  private static final String LOGS = "logs";

  private final Course course;
  private String instance = "";
  private boolean settled;
  // Thousands of logs are one thing that is read.
  private Optional<Duration> logsFrom = Optional.empty();
  private Duration logsTo = Duration.ZERO;

  StreamCourse(Instant began) {
    this.course = new Course(began);
  }

  void happened(Instant written, StreamSessionEvent event) {
    Duration before = course.last();
    var _ = course.at(written);
    switch (event) {
      case StreamSessionEvent.BackupAsked asked -> {
        instance = asked.host() + "/" + asked.instance();
        course.begins(instance, Deed.BEGINNING);
      }
      case StreamSessionEvent.StreamReported reported -> reported(before, reported.event());
      case StreamSessionEvent.BackupStored _ -> {
        course.reached("stored");
        settle();
      }
      case StreamSessionEvent.BackupAborted aborted -> {
        course.reached("given up by " + aborted.request());
        settle();
      }
      case StreamSessionEvent.BackupFailed failed -> over(failed.fault().toString());
      case StreamSessionEvent.RequesterGone gone -> over(gone.fault().toString());
    }
  }

  private void reported(Duration before, StreamEvent.Journaled event) {
    switch (event) {
      case StreamEvent.StreamBegun _ -> {
        course.reached("begun");
        course.begins(instance, Deed.OPEN);
      }
      case StreamEvent.FileFinished finished -> read(before, finished.file());
      case StreamEvent.DatabaseLost lost -> {
        String database = "database " + lost.database();
        course.took(database, Deed.LOST, before, course.last());
        course.reached(database + " could not be read");
      }
      case StreamEvent.LogsFetched fetched -> {
        course.took(LOGS, Deed.ROLLING, before, course.last());
        course.reached(fetched.required().generations().size() + " logs to be read");
      }
      case StreamEvent.LogsMarked marked ->
          course.reached(marked.logs().generations().size() + " logs marked");
      case StreamEvent.StreamStopped stopped -> {
        course.reached("stopped: " + stopped.why());
        course.begins(instance, Deed.STOPPED);
      }
      case StreamEvent.StreamEnded ended -> ended(ended);
    }
  }

  private void read(Duration before, StreamFile file) {
    switch (file) {
      case StreamFile.DatabaseFile database ->
          course.took("database " + database.database(), Deed.READING, before, course.last());
      case StreamFile.LogFile _ -> {
        logsFrom = logsFrom.or(() -> Optional.of(before));
        logsTo = course.last();
      }
    }
  }

  private void ended(StreamEvent.StreamEnded ended) {
    course.reached("ended: " + ended.outcome());
    if (ended.outcome() == StreamOutcome.COMPLETED && !settled) {
      course.begins(instance, Deed.STORING);
    } else {
      course.ends(instance);
    }
  }

  private void settle() {
    settled = true;
    if (course.does(instance, Deed.STORING)) {
      course.ends(instance);
    }
  }

  private void over(String why) {
    course.reached(why);
    course.ends(instance);
  }

  OperationTimeline timeline(SessionId session, Instant now) {
    logsFrom.ifPresent(from -> course.took(LOGS, Deed.READING, from, logsTo));
    return course.timeline(session, now);
  }
}
