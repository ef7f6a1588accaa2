package io.lull.protocol.writer;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.writer.WriterEvent.EpochRaised;
import io.lull.protocol.writer.WriterInput.Abort;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Keeps out what is late, before any row of the table sees it. */
final class Fence {
  private static final Set<WriterPhase> ABORT_IS_DONE =
      EnumSet.of(WriterPhase.ABORTED, WriterPhase.SHUTTING_DOWN);

  private Fence() {}

  /** The refusal of a request that is meant for another life, or comes from an older attempt. */
  static Optional<WriterReply> refusal(Writer writer, WriterRequest request) {
    Stamp stamp = request.stamp();
    if (!stamp.incarnation().equals(writer.incarnation())) {
      return refusal(
          writer,
          request,
          Failure.STALE_INCARNATION,
          "incarnation " + writer.incarnation(),
          "it is meant for " + stamp.incarnation());
    }
    Optional<WriterSession> session = writer.session(SessionKey.of(stamp));
    return session.isPresent() && isLate(session.get(), request)
        ? refusal(
            writer,
            request,
            Failure.STALE_EPOCH,
            "epoch " + session.get().newest().epoch() + " or higher",
            "got " + stamp.epoch())
        : Optional.empty();
  }

  /** Hears a higher epoch; whatever becomes of the request, older attempts are over. */
  static void raise(Outcome outcome, WriterRequest request) {
    SessionKey key = SessionKey.of(request.stamp());
    Optional<WriterSession> session = outcome.writer().session(key);
    if (session.isPresent() && session.get().newest().epoch().isBefore(request.stamp().epoch())) {
      outcome.event(new EpochRaised(key, request.stamp()));
    }
  }

  /** An Abort of a set that is aborted asks for what is so, and is never an error. */
  private static boolean isLate(WriterSession session, WriterRequest request) {
    return request.stamp().epoch().isBefore(session.newest().epoch())
        && !(request instanceof Abort && ABORT_IS_DONE.contains(session.phase()));
  }

  private static Optional<WriterReply> refusal(
      Writer writer, WriterRequest request, Failure failure, String expected, String but) {
    return Optional.of(Requests.refusal(writer, request, Fault.expected(failure, expected, but)));
  }
}
