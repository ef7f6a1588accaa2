package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.Instance;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamHost;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamReply;
import java.util.Set;
import java.util.TreeSet;

final class AStopIsNeverLost implements StreamInvariant {
  private final Set<String> stopped = new TreeSet<>();
  private final Set<String> ahead = new TreeSet<>();

  @Override
  public String promise() {
    return "Once a stop of an open stream was answered no call makes progress for it any "
        + "more, Close and End go on working, and a normal End says ABORTED_BY_SERVER and "
        + "lets no log go. A stop that was answered while a stream began is that of this stream "
        + "if it opens.";
  }

  @Override
  public void see(StreamFact fact, StreamWorld world) {
    switch (fact) {
      case StreamFact.Decided decided -> see(decided);
      case StreamFact.Foreseen foreseen -> {
        if (foreseen.decision().replies().stream().anyMatch(AStopIsNeverLost::isStop)) {
          stopped(foreseen.instance(), foreseen.before(), ahead);
        }
      }
      case StreamFact.BeginEnded ended -> {
        String key = key(ended.instance(), ended.session());
        if (ahead.remove(key) && ended.stream().isPresent()) {
          require(
              ended.stream().get().stopped(), "a stop is lost that came while " + key + " began");
          stopped.add(key);
        }
      }
      default -> {}
    }
  }

  private static boolean isStop(StreamReply reply) {
    return reply instanceof StreamReply.Stopped || reply instanceof StreamReply.ServiceStopped;
  }

  private static void stopped(InstanceId instance, StreamHost before, Set<String> keys) {
    before
        .find(instance)
        .flatMap(Instance::stream)
        .ifPresent(stream -> keys.add(key(instance, stream.stamp().session())));
  }

  private void see(StreamFact.Decided decided) {
    if (decided.decision().replies().stream().anyMatch(AStopIsNeverLost::isStop)) {
      stopped(decided.instance(), decided.before(), stopped);
    } else if (decided.input() instanceof StreamInput.OfSession call
        && call.stamp().incarnation().equals(decided.before().incarnation())
        && stopped.contains(key(decided.instance(), call.stamp().session()))) {
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

  private static String key(InstanceId instance, SessionId session) {
    return instance + " " + session;
  }
}
