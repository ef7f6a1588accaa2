package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamReply;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

final class AnOutcomeNeverChanges implements StreamInvariant {
  private final Map<SessionId, StreamOutcome> said = new TreeMap<>();

  @Override
  public String promise() {
    return "What a stream has come to is said once and for all: by its End, by every "
        + "repeat of it, and by its journal.";
  }

  @Override
  public void see(StreamFact fact, StreamWorld world) {
    switch (fact) {
      case StreamFact.Decided decided -> {
        decided
            .event(StreamEvent.StreamEnded.class)
            .ifPresent(ended -> same(ended.stamp().session(), ended.outcome()));
        if (decided.input() instanceof StreamInput.EndStream end) {
          decided
              .reply(StreamReply.Ended.class)
              .ifPresent(ended -> same(end.stamp().session(), ended.outcome()));
        }
      }
      case StreamFact.Kept kept -> {
        Optional<StreamOutcome> before = kept.before().account().outcome();
        Optional<StreamOutcome> after = kept.after().account().outcome();
        require(before.isEmpty() || before.equals(after), before + " became " + after);
        after.ifPresent(outcome -> same(kept.after().session(), outcome));
      }
      default -> {}
    }
  }

  private void same(SessionId session, StreamOutcome outcome) {
    StreamOutcome before = said.putIfAbsent(session, outcome);
    require(before == null || before == outcome, session + " was " + before + " and is " + outcome);
  }
}
