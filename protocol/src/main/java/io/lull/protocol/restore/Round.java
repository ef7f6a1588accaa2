package io.lull.protocol.restore;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import java.util.Optional;
import java.util.SortedMap;

/**
 * One question to many writers.
 *
 * @param number tells the rounds of a session apart, so that a late timer ends no later round
 * @param request the call that began it; none when the requester is gone
 * @param waiting the writers that have not answered yet, in the lives in which they were asked
 */
public record Round(
    long number,
    Question question,
    Optional<RequestId> request,
    SortedMap<WriterId, Incarnation> waiting) {
  public Round {
    waiting = Sorted.map(waiting);
  }

  Round without(WriterId answered) {
    return new Round(number, question, request, Sorted.without(waiting, answered));
  }
}
