package io.lull.protocol.writer;

import io.lull.protocol.writer.WriterEvent.AbortBegun;
import io.lull.protocol.writer.WriterEvent.HandlerCalled;
import io.lull.protocol.writer.WriterEvent.OfSession;
import io.lull.protocol.writer.WriterEvent.StepAnswered;
import io.lull.protocol.writer.WriterEvent.ThawTaken;
import io.lull.protocol.writer.WriterHold.Release;
import io.lull.protocol.writer.WriterSession.Work;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What each event does to the state of a writer. */
final class WriterEvents {
  private WriterEvents() {}

  static Writer apply(Writer writer, WriterEvent event) {
    return switch (event) {
      case OfSession e -> applyToSession(writer, e);
      case WriterEvent.HoldOpened e -> writer.with(e.hold());
      case WriterEvent.HoldBegun e -> hold(writer, e.number(), hold -> hold.standing(e.token()));
      case WriterEvent.FreezeEnded e -> hold(writer, e.number(), WriterHold::handled);
      case WriterEvent.ReleaseAsked e ->
          hold(writer, e.number(), hold -> hold.with(new Release(e.call(), false)))
              .withCalls(e.call());
      case WriterEvent.ReleaseAnswered e ->
          hold(
              writer,
              e.number(),
              hold -> hold.with(new Release(hold.release().orElseThrow().call(), true)));
      case WriterEvent.HoldEnded e -> writer.withoutHold(e.number());
      case WriterEvent.LogKept e -> writer.logging(e.log());
      case WriterEvent.LogHandedOver e -> writer.withLog(List.of());
    };
  }

  private static Writer applyToSession(Writer writer, OfSession event) {
    return switch (event) {
      case WriterEvent.SessionOpened e ->
          writer.with(WriterSession.opened(e.key(), e.stamp(), e.at()));
      case WriterEvent.SessionBuried e -> writer.buried(e.key(), e.tombstone());
      case HandlerCalled e -> session(writer, e, was -> called(was, e)).withCalls(e.call().call());
      case ThawTaken e ->
          hold(
              session(writer, e, was -> thawing(was, e)),
              e.number(),
              hold -> hold.thawing(e.receipts()));
      case WriterEvent.EpochRaised e -> session(writer, e, was -> was.heard(e.stamp()));
      case WriterEvent.RequestRepeated e ->
          session(writer, e, was -> was.asked(Optional.of(e.stamp())));
      case StepAnswered e -> session(writer, e, was -> answered(was, e));
      case WriterEvent.AnswerRepeated e ->
          session(writer, e, was -> was.answered(e.step(), e.answer()));
      case WriterEvent.StepFailed e -> session(writer, e, was -> was.failed(e.failed()));
      case AbortBegun e -> session(writer, e, was -> aborting(was, e));
      case WriterEvent.AbortHandled e ->
          session(
              writer,
              e,
              was ->
                  was.answered(WriterStep.ABORT, e.answer())
                      .at(WriterPhase.ABORTING, was.work().handled(), e.at()));
      case WriterEvent.SessionAborted e ->
          session(
              writer,
              e,
              was -> was.at(WriterPhase.ABORTED, was.work(), e.at()).asked(Optional.empty()));
      case WriterEvent.ShutdownPostponed e ->
          session(writer, e, was -> was.shutdown(Optional.of(e.stamp())));
    };
  }

  private static WriterSession called(WriterSession was, HandlerCalled event) {
    WriterStep step = event.call().step();
    WriterSession now =
        was.at(
            WriterPhase.during(step),
            new Work(step, event.asked(), Optional.of(event.call())),
            event.at());
    return switch (event.call().request()) {
      case WriterInput.PrepareForBackup request -> now.about(request.components());
      case WriterInput.PreRestore request -> now.about(request.components());
      case WriterInput.PostRestore request -> now.about(request.components());
      case WriterInput.BackupShutdown _ -> now.shutdown(Optional.empty());
      default -> now;
    };
  }

  private static WriterSession thawing(WriterSession was, ThawTaken event) {
    return was.at(
        WriterPhase.THAWING,
        new Work(WriterStep.THAW, Optional.of(event.asked()), Optional.empty()),
        event.at());
  }

  private static WriterSession answered(WriterSession was, StepAnswered event) {
    return was.answered(event.step(), event.answer())
        .at(event.to(), new Work(event.step(), Optional.empty(), Optional.empty()), event.at());
  }

  private static WriterSession aborting(WriterSession was, AbortBegun event) {
    return was.aborted(event.cause())
        .at(
            WriterPhase.ABORTING,
            new Work(WriterStep.ABORT, event.asked(), Optional.empty()),
            event.at());
  }

  private static Writer session(
      Writer writer, OfSession event, UnaryOperator<WriterSession> change) {
    return writer.with(change.apply(writer.known(event.key())));
  }

  private static Writer hold(Writer writer, long number, UnaryOperator<WriterHold> change) {
    WriterHold hold = writer.holds().get(number);
    return hold == null ? writer : writer.with(change.apply(hold));
  }
}
