package io.lull.protocol.restore;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import java.util.SortedMap;

/**
 * One question to many writers, asked on behalf of one request.
 *
 * @param waiting the writers that have not answered yet, in the lives in which they were asked
 */
public record Round(
    Question question, RequestId request, SortedMap<WriterId, Incarnation> waiting) {
  public Round {
    waiting = Sorted.map(waiting);
  }

  Round without(WriterId answered) {
    return new Round(question, request, Sorted.without(waiting, answered));
  }
}
