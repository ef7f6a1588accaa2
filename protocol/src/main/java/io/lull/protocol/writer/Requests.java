package io.lull.protocol.writer;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.table.Decision;
import io.lull.protocol.writer.WriterInput.WriterRequest;

/** What requests have in common: the refusal of one, and a second answer to one. */
final class Requests {
  private Requests() {}

  /** Says no; a question about the state is answered with a state all the same. */
  static WriterReply refusal(Writer writer, WriterRequest request, Fault fault) {
    return request instanceof WriterInput.GatherStatus
        ? StatusRules.unknown(writer, request.stamp(), fault)
        : new WriterReply.Refused(
            writer.id(), request.stamp(), WriterStep.of(request), writer.incarnation(), fault);
  }

  static Decision<WriterEvent, WriterEffect, WriterReply> refused(
      Writer writer, WriterRequest request, Fault fault) {
    return Decision.reply(refusal(writer, request, fault));
  }

  /** What a row that rejects says; only requests have somebody to be told. */
  static Decision<WriterEvent, WriterEffect, WriterReply> rejected(
      Writer writer, WriterInput input, Failure failure) {
    if (!(input instanceof WriterRequest request)) {
      throw new IllegalStateException("expected to reject a request only, but got " + input);
    }
    WriterPhase phase = writer.phase(SessionKey.of(request.stamp()));
    return refused(
        writer,
        request,
        Fault.expected(failure, WriterStep.of(request) + " in its order", "the set is " + phase));
  }

  /** The same answer for another request. */
  static WriterReply.OfSet restamped(WriterReply.OfSet answer, Stamp stamp) {
    return switch (answer) {
      case WriterReply.Handled a ->
          new WriterReply.Handled(a.writer(), stamp, a.step(), a.result());
      case WriterReply.Frozen a -> new WriterReply.Frozen(a.writer(), stamp, a.token(), a.lease());
      case WriterReply.Thawed a -> new WriterReply.Thawed(a.writer(), stamp, a.attestation());
      case WriterReply.Refused a ->
          new WriterReply.Refused(a.writer(), stamp, a.step(), a.incarnation(), a.fault());
      case WriterReply.Status a ->
          new WriterReply.Status(a.writer(), stamp, a.state(), a.last(), a.fault());
    };
  }

  static Decision<WriterEvent, WriterEffect, WriterReply> done(
      Writer writer, WriterRequest request) {
    return handled(writer, request, new HandlerResult.Done());
  }

  static Decision<WriterEvent, WriterEffect, WriterReply> handled(
      Writer writer, WriterRequest request, HandlerResult result) {
    return Decision.reply(
        new WriterReply.Handled(writer.id(), request.stamp(), WriterStep.of(request), result));
  }
}
