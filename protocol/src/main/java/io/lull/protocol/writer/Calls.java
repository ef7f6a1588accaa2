package io.lull.protocol.writer;

import io.lull.protocol.id.SetId;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import java.util.Optional;

/**
 * Finds what an input is about.
 *
 * <p>A request is looked up by its session and set. A report is looked up by the call that it
 * names, so that only what is awaited is heard: a report that nobody awaits, because its call was
 * given up or its session is gone, belongs to no session and is looked up in ABSENT, and so is what
 * concerns the writer as a whole.
 */
final class Calls {
  private Calls() {}

  static WriterPhase phase(Writer writer, WriterInput input) {
    return key(writer, input).map(writer::phase).orElse(WriterPhase.ABSENT);
  }

  /** The session that an input is about, which need not be known; empty if it is about none. */
  static Optional<SessionKey> key(Writer writer, WriterInput input) {
    return switch (input) {
      case WriterRequest request -> Optional.of(SessionKey.of(request.stamp()));
      case WriterInput.HandlerEnded report -> ofHandler(writer, report.set(), report.call());
      case WriterInput.HandlerOverdue report -> ofHandler(writer, report.set(), report.call());
      case WriterInput.FreezeHandled report ->
          hold(writer, report.set(), report.call()).flatMap(WriterHold::owner);
      case WriterInput.LeaseDue report ->
          hold(writer, report.set(), report.call()).flatMap(WriterHold::owner);
      case WriterInput.HoldReleased report ->
          releasing(writer, report.set(), report.call())
              .or(() -> hold(writer, report.set(), report.call()).filter(WriterHold::isLive))
              .flatMap(WriterHold::owner);
      case WriterInput.ReleaseFailed report ->
          releasing(writer, report.set(), report.call()).flatMap(WriterHold::owner);
      case WriterInput.Identify any -> Optional.empty();
      case WriterInput.Described any -> Optional.empty();
      case WriterInput.CollectAbandoned any -> Optional.empty();
      case WriterInput.HoldFound any -> Optional.empty();
    };
  }

  /** The session that awaits the end of a handler. */
  static WriterSession session(Writer writer, long call) {
    return awaiting(writer, call)
        .orElseThrow(() -> new IllegalStateException("expected a session that awaits " + call));
  }

  /** The hold that came, or may come, of a freeze call. */
  static Optional<WriterHold> hold(Writer writer, SetId set, long number) {
    return Optional.ofNullable(writer.holds().get(number)).filter(hold -> hold.set().equals(set));
  }

  /** The hold whose owner owes an answer to a release. */
  static Optional<WriterHold> releasing(Writer writer, SetId set, long call) {
    return writer.holds().values().stream()
        .filter(hold -> hold.awaits(call) && hold.set().equals(set))
        .findFirst();
  }

  /** The session that a hold belongs to. */
  static WriterSession owner(Writer writer, WriterHold hold) {
    return writer.known(hold.owner().orElseThrow());
  }

  private static Optional<SessionKey> ofHandler(Writer writer, SetId set, long call) {
    return awaiting(writer, call)
        .map(WriterSession::key)
        .or(() -> hold(writer, set, call).filter(WriterHold::handling).flatMap(WriterHold::owner))
        .filter(key -> key.set().equals(set));
  }

  private static Optional<WriterSession> awaiting(Writer writer, long call) {
    return writer.sessions().values().stream()
        .filter(session -> session.work().awaits(call))
        .findFirst();
  }
}
