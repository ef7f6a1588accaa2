package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.Instance;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamReply;
import java.util.Set;
import java.util.TreeSet;

final class AStopIsNeverLost implements StreamInvariant {
  private final Set<String> stopped = new TreeSet<>();

  @Override
  public String promise() {
    return "Once a stop of an open stream was answered no call makes progress for it any "
        + "more, Close and End go on working, and a normal End says ABORTED_BY_SERVER and "
        + "lets no log go.";
  }

  @Override
  public void see(StreamFact fact, StreamWorld world) {
    if (!(fact instanceof StreamFact.Decided decided)) {
      return;
    }
    boolean answered =
        decided.reply(StreamReply.Stopped.class).isPresent()
            || decided.reply(StreamReply.ServiceStopped.class).isPresent();
    if (answered) {
      decided
          .before()
          .find(decided.instance())
          .flatMap(Instance::stream)
          .ifPresent(stream -> stopped.add(key(decided, stream.stamp().session())));
    } else if (decided.input() instanceof StreamInput.OfSession call
        && call.stamp().incarnation().equals(decided.before().incarnation())
        && stopped.contains(key(decided, call.stamp().session()))) {
      check(decided, call);
    }
  }

  private void check(StreamFact.Decided decided, StreamInput.OfSession call) {
    boolean open =
        decided
            .before()
            .find(decided.instance())
            .flatMap(Instance::stream)
            .filter(stream -> stream.stamp().session().equals(call.stamp().session()))
            .isPresent();
    switch (call) {
      case StreamInput.EndStream end when open -> {
        StreamEvent.StreamEnded ended = decided.event(StreamEvent.StreamEnded.class).orElse(null);
        require(ended != null, "refused after a stop: " + end);
        require(
            end.mode() == EndMode.ABORT || ended.outcome() == StreamOutcome.ABORTED_BY_SERVER,
            "a stopped stream ended as " + ended.outcome());
        require(ended.truncation().isEmpty(), "logs are to go for a stopped stream: " + ended);
      }
      case StreamInput.CloseFile close when open -> {
        boolean holds =
            decided.before().find(decided.instance()).flatMap(Instance::stream).stream()
                .flatMap(stream -> stream.work().handle().stream())
                .anyMatch(handle -> handle.number() == close.handle());
        require(
            !holds || decided.reply(StreamReply.Closed.class).isPresent(),
            "refused after a stop: " + close);
      }
      case StreamInput.EndStream _, StreamInput.CloseFile _, StreamInput.BeginStream _ -> {}
      default ->
          require(
              decided.decision().events().isEmpty()
                  && decided.decision().replies().stream()
                      .allMatch(StreamReply.StreamRefused.class::isInstance),
              "after a stop " + call + " gets " + decided.decision().replies());
    }
  }

  private static String key(StreamFact.Decided decided, SessionId session) {
    return decided.instance() + " " + session;
  }
}
