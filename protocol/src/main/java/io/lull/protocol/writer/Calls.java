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
    return switch (input) {
      case WriterRequest request -> writer.phase(SessionKey.of(request.stamp()));
      case WriterInput.HandlerEnded report -> ofHandler(writer, report.set(), report.call());
      case WriterInput.HandlerOverdue report -> ofHandler(writer, report.set(), report.call());
      case WriterInput.FreezeHandled report ->
          phase(writer, hold(writer, report.set(), report.call()));
      case WriterInput.LeaseDue report -> phase(writer, hold(writer, report.set(), report.call()));
      case WriterInput.HoldReleased report ->
          phase(
              writer,
              releasing(writer, report.set(), report.call())
                  .or(() -> hold(writer, report.set(), report.call()).filter(WriterHold::isLive)));
      case WriterInput.ReleaseFailed report ->
          phase(writer, releasing(writer, report.set(), report.call()));
      case WriterInput.Identify any -> WriterPhase.ABSENT;
      case WriterInput.Described any -> WriterPhase.ABSENT;
      case WriterInput.CollectAbandoned any -> WriterPhase.ABSENT;
      case WriterInput.HoldFound any -> WriterPhase.ABSENT;
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

  private static WriterPhase phase(Writer writer, Optional<WriterHold> hold) {
    return hold.flatMap(WriterHold::owner).map(writer::phase).orElse(WriterPhase.ABSENT);
  }

  private static WriterPhase ofHandler(Writer writer, SetId set, long call) {
    return awaiting(writer, call)
        .map(WriterSession::key)
        .or(() -> hold(writer, set, call).filter(WriterHold::handling).flatMap(WriterHold::owner))
        .filter(key -> key.set().equals(set))
        .map(writer::phase)
        .orElse(WriterPhase.ABSENT);
  }

  private static Optional<WriterSession> awaiting(Writer writer, long call) {
    return writer.sessions().values().stream()
        .filter(session -> session.work().awaits(call))
        .findFirst();
  }
}
