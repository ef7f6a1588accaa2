package io.lull.protocol.restore;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.restore.RestoreInput.Verb;
import io.lull.protocol.table.Cell;
import io.lull.protocol.table.Decision;
import java.util.List;

/** The usual ways in which rules answer a verb. */
final class Verdict {
  private Verdict() {}

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> done(
      Verb verb, RestoreEvent... events) {
    return new Decision<>(
        List.of(events), List.of(), List.of(new RestoreReply.Done(verb.request())));
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> refused(Verb verb, Fault fault) {
    return Decision.reply(new RestoreReply.Refused(verb.request(), fault));
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> refused(
      Verb verb, Failure failure, String expected, String but) {
    return refused(verb, Fault.expected(failure, expected, but));
  }

  /** The refusal of a verb that the table rejects in this phase. */
  static Decision<RestoreEvent, RestoreEffect, RestoreReply> rejected(
      Restore restore, RestoreInput input, Failure failure) {
    if (!(input instanceof Verb verb)) {
      throw new IllegalStateException("expected that only verbs are rejected, but got " + input);
    }
    List<RestorePhase> welcome =
        RestoreTable.TABLE.phases().stream()
            .filter(phase -> RestoreTable.TABLE.cell(phase, verb.getClass()) instanceof Cell.On)
            .toList();
    String name = verb.getClass().getSimpleName();
    return refused(
        verb,
        failure,
        welcome.isEmpty() ? "a verb of restores" : name + " in one of " + welcome,
        welcome.isEmpty() ? "got " + name : "this restore is in " + restore.phase());
  }
}
