package io.lull.protocol.session;

import io.lull.protocol.id.RequestId;
import io.lull.protocol.value.Sorted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The calls of a requester: those that wait for an answer, and the answers given.
 *
 * <p>Refusals are kept too: a copy of the call that comes late must not be granted.
 */
public record Ledger(
    SortedMap<RequestId, Errand> pending, SortedMap<RequestId, SessionReply> answered) {
  static final Ledger EMPTY = new Ledger(Sorted.map(Map.of()), Sorted.map(Map.of()));

  Ledger waiting(RequestId request, Errand errand) {
    return new Ledger(Sorted.with(pending, request, errand), answered);
  }

  Ledger answer(SessionReply reply) {
    return new Ledger(
        Sorted.without(pending, reply.request()), Sorted.with(answered, reply.request(), reply));
  }

  /** What a call with this id is told that came before. */
  Optional<SessionReply> recorded(RequestId request) {
    return pending.containsKey(request)
        ? Optional.of(new SessionReply.Pending(request))
        : Optional.ofNullable(answered.get(request));
  }

  /** All calls that wait for the same thing; they are answered together. */
  List<RequestId> waitingFor(Errand errand) {
    return pending.entrySet().stream()
        .filter(entry -> entry.getValue() == errand)
        .map(Map.Entry::getKey)
        .toList();
  }
}
