package io.lull.protocol.stream;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamEvent.StreamEnded;
import io.lull.protocol.table.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every end of a stream has in common, whoever brings it about. */
final class Ending {
  private Ending() {}

  /** Nobody asked for this end, and nothing comes of the stream. */
  static Decision<StreamEvent, StreamEffect, StreamReply> of(
      Instance instance, StreamOutcome outcome, Fault why) {
    Stream stream = instance.stream().orElseThrow();
    return of(
        instance,
        new StreamEnded(
            instance.id(), stream.stamp(), Optional.empty(), outcome, Optional.empty(), Logs.NONE),
        why);
  }

  /** The file is closed, whoever waits is told why, and headers are marked if it was completed. */
  static Decision<StreamEvent, StreamEffect, StreamReply> of(
      Instance instance, StreamEnded ended, Fault why) {
    Work work = instance.stream().orElseThrow().work();
    List<StreamEffect> effects = new ArrayList<>();
    work.taken().map(h -> new StreamEffect.CloseData(instance.id(), h)).ifPresent(effects::add);
    ended
        .mark()
        .map(mark -> new StreamEffect.MarkHeaders(instance.id(), mark))
        .ifPresent(effects::add);
    return Decisions.both(
        new Decision<>(List.of(ended), effects, List.of()), WorkRules.givenUp(work, why));
  }

  static Decision<StreamEvent, StreamEffect, StreamReply> answered(
      RequestId request, StreamEnded ended) {
    return Decision.reply(new StreamReply.Ended(request, ended.outcome(), ended.mark()));
  }

  /** Nothing uses the instance any more, so the logs that may go do. */
  static Decision<StreamEvent, StreamEffect, StreamReply> freed(Instance instance) {
    Decision<StreamEvent, StreamEffect, StreamReply> all = Decision.nothing();
    for (Map.Entry<SessionId, Instance.Marked> entry : instance.marked().entrySet()) {
      if (entry.getValue().ready()) {
        all =
            Decisions.both(
                all, TruncationRules.delete(instance, entry.getKey(), entry.getValue().logs()));
      }
    }
    return all;
  }
}
