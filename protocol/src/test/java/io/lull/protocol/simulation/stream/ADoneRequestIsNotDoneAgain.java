package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamReply;
import java.util.Set;
import java.util.TreeSet;

final class ADoneRequestIsNotDoneAgain implements StreamInvariant {
  private final Set<RequestId> done = new TreeSet<>();
  private final Set<SessionId> begun = new TreeSet<>();

  @Override
  public String promise() {
    return "A copy of a request that was done does nothing when it comes late, and a session"
        + " streams once.";
  }

  @Override
  public void see(StreamFact fact, StreamWorld world) {
    if (fact instanceof StreamFact.Decided decided) {
      if (decided.input() instanceof StreamInput.OfSession call) {
        require(
            !done.contains(call.request()) || decided.decision().events().isEmpty(),
            call + " was done, and now does " + decided.decision().events());
      }
      decided
          .event(StreamEvent.StreamBegun.class)
          .ifPresent(
              begin ->
                  require(
                      begun.add(begin.stamp().session()),
                      begin.stamp().session() + " streams again"));
      for (StreamReply reply : decided.decision().replies()) {
        if (!(reply instanceof StreamReply.StreamRefused)) {
          done.add(reply.request());
        }
      }
    }
  }
}
