package io.lull.protocol.writer;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEvent.AnswerRepeated;
import io.lull.protocol.writer.WriterEvent.HandlerCalled;
import io.lull.protocol.writer.WriterEvent.RequestRepeated;
import io.lull.protocol.writer.WriterEvent.SessionOpened;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import io.lull.protocol.writer.WriterReply.OfSet;
import java.util.Optional;

/** Every step is handled once for a set; asked for again it is answered again. */
final class StepRules {
  private StepRules() {}

  /** Begins the first step of a set, for which another session may have to make room. */
  static Decision<WriterEvent, WriterEffect, WriterReply> open(
      Writer writer, WriterRequest request, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    if (!CollectRules.makeRoom(outcome)) {
      return Requests.refused(
          writer,
          request,
          Fault.expected(
              Failure.WRITER_OUT_OF_RESOURCES,
              "at most " + writer.limits().writerSessions() + " sessions",
              "none of them can be forgotten now"));
    }
    SessionKey key = SessionKey.of(request.stamp());
    outcome.event(new SessionOpened(key, request.stamp(), now));
    call(outcome, key, request, false);
    return outcome.decision();
  }

  /** Begins a later step. */
  static Decision<WriterEvent, WriterEffect, WriterReply> begin(
      Writer writer, WriterRequest request, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    call(outcome, SessionKey.of(request.stamp()), request, false);
    return outcome.decision();
  }

  /** The step is at work already; its end is told to whoever asked last. */
  static Decision<WriterEvent, WriterEffect, WriterReply> stillAtWork(
      Writer writer, WriterRequest request, Uptime now) {
    Optional<Stamp> stamp = Optional.of(request.stamp());
    WriterSession session = writer.known(request.stamp());
    return session.work().asked().equals(stamp)
        ? Decision.nothing()
        : Decision.event(new RequestRepeated(session.key(), request.stamp()));
  }

  /** The step is over; its answer stands. */
  static Decision<WriterEvent, WriterEffect, WriterReply> repeat(
      Writer writer, WriterRequest request, Uptime now) {
    return writer
        .known(request.stamp())
        .answer(WriterStep.of(request))
        .map(answer -> again(writer, request, answer, now))
        .orElseGet(() -> Requests.rejected(writer, request, Failure.BAD_STATE));
  }

  /** Gives a recorded answer, and notes when it is a newer attempt that now relies on it. */
  static Decision<WriterEvent, WriterEffect, WriterReply> again(
      Writer writer, WriterRequest request, OfSet answer, Uptime now) {
    Outcome outcome = new Outcome(writer, now);
    OfSet restamped = Requests.restamped(answer, request.stamp());
    if (answer.stamp().epoch().isBefore(request.stamp().epoch())) {
      outcome.event(
          new AnswerRepeated(SessionKey.of(request.stamp()), WriterStep.of(request), restamped));
    }
    outcome.reply(restamped);
    return outcome.decision();
  }

  /** Calls the handler of a request that somebody waits for. */
  static void call(Outcome outcome, SessionKey key, WriterRequest request, boolean errorHandling) {
    call(outcome, key, request, Optional.of(request.stamp()), errorHandling);
  }

  static void call(
      Outcome outcome,
      SessionKey key,
      WriterRequest request,
      Optional<Stamp> asked,
      boolean errorHandling) {
    WriterStep step = WriterStep.of(request);
    CallHandler call =
        new CallHandler(
            key.set(),
            outcome.nextCall(),
            step,
            step.limit(outcome.writer().limits()),
            request,
            errorHandling);
    outcome.event(new HandlerCalled(key, call, asked, outcome.now()));
    outcome.effect(call);
  }
}
