package io.lull.wire.api;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.restore.Question;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.restore.Round;
import io.lull.wire.api.OperationTimeline.Deed;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How a restore went: what each writer was asked when, and when its files were put back. */
final class RestoreCourse {
  private static final String FILES = "files";

  private final Course course;
  private final Map<WriterId, Fault> troubles = new HashMap<>();
  private Optional<Round> round = Optional.empty();

  RestoreCourse(Instant began) {
    this.course = new Course(began);
  }

  void happened(Instant written, RestoreEvent event) {
    var _ = course.at(written);
    switch (event) {
      case RestoreEvent.RestoreInitialized begun ->
          course.reached("begun, of set " + begun.terms().document().set());
      case RestoreEvent.ComponentSelected selected ->
          course.reached(selected.component() + " chosen");
      case RestoreEvent.FileStatusSet told ->
          course.reached(told.component() + ": files " + told.status());
      case RestoreEvent.RoundBegun begun -> asks(begun.round());
      case RestoreEvent.WriterIdentified identified -> course.ends(identified.writer().toString());
      case RestoreEvent.WriterAbsent absent ->
          answered(absent.writer(), Optional.of(absent.fault()));
      case RestoreEvent.WriterHandled handled ->
          answered(handled.writer(), handled.result().failure());
      case RestoreEvent.StatusTold told -> answered(told.writer(), told.status().fault());
      case RestoreEvent.RoundEnded _ -> settled();
      case RestoreEvent.EpochTaken _ -> course.reached("taken over by another coordinator");
      case RestoreEvent.RequesterLost lost -> course.reached(lost.fault().toString());
      case RestoreEvent.RestoreReleased _ -> over();
      case RestoreEvent.RequesterHeard _,
          RestoreEvent.ComponentDropped _,
          RestoreEvent.SubcomponentAdded _,
          RestoreEvent.OptionsSet _,
          RestoreEvent.AdditionalRestoresSet _,
          RestoreEvent.TargetSet _,
          RestoreEvent.MappingAdded _,
          RestoreEvent.Replied _ -> {
        // They change what will be done, and nothing is done by them.
      }
    }
  }

  private void asks(Round begun) {
    round = Optional.of(begun);
    course.ends(FILES);
    begun
        .waiting()
        .keySet()
        .forEach(writer -> course.begins(writer.toString(), deed(begun.question())));
  }

  private void answered(WriterId writer, Optional<Fault> fault) {
    course.ends(writer.toString());
    // Whoever is asked how he stands tells of the same trouble again.
    fault
        .filter(why -> !why.equals(troubles.put(writer, why)))
        .ifPresent(why -> course.reached(writer + ": " + why));
  }

  private void settled() {
    course.allEnd();
    round
        .map(Round::question)
        .ifPresent(
            question -> {
              if (question == Question.STATUS_BEFORE_FILES) {
                course.begins(FILES, Deed.PUTTING_BACK);
              } else if (question == Question.SHUT_DOWN) {
                over();
              }
            });
  }

  private void over() {
    course.allEnd();
    course.reached("over");
  }

  private static Deed deed(Question question) {
    return switch (question) {
      case IDENTIFY -> Deed.IDENTIFYING;
      case PRE_RESTORE -> Deed.MAKING_WAY;
      case STATUS_BEFORE_FILES, STATUS_AFTER_FILES -> Deed.CHECKING;
      case POST_RESTORE -> Deed.TAKING_OVER;
      case SHUT_DOWN -> Deed.DROPPING;
    };
  }

  OperationTimeline timeline(SessionId session, Instant now) {
    return course.timeline(session, now);
  }
}
