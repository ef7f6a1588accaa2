package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.session.StreamSession;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

final class SessionAndHostAgree implements StreamInvariant {
  private final Map<SessionId, StreamOutcome> ended = new TreeMap<>();

  @Override
  public String promise() {
    return "A session journals only what its host has decided, in that order; in the end "
        + "it has the outcome that the host gave the stream, or says why it could not "
        + "hear of it.";
  }

  @Override
  public void see(StreamFact fact, StreamWorld world) {
    switch (fact) {
      case StreamFact.Decided decided ->
          decided
              .event(StreamEvent.StreamEnded.class)
              .ifPresent(end -> ended.putIfAbsent(end.stamp().session(), end.outcome()));
      case StreamFact.Kept kept ->
          kept.after()
              .account()
              .outcome()
              .ifPresent(
                  outcome ->
                      require(
                          outcome == ended.get(kept.after().session()),
                          kept.after().session() + " keeps " + outcome));
      default -> {}
    }
  }

  @Override
  public void checkAtRest(StreamWorld world) {
    for (Map.Entry<SessionId, StreamOutcome> end : ended.entrySet()) {
      StreamSession kept = world.journal.state(end.getKey());
      require(
          kept.account().outcome().equals(Optional.of(end.getValue())) || kept.fault().isPresent(),
          end.getKey() + " ended as " + end.getValue() + " at its host, but is " + kept);
    }
  }
}
