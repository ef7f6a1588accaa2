package io.lull.protocol.simulation.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.stream.Instance;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamReply;

final class AStopLeavesNoTrace implements StreamInvariant {

  @Override
  public String promise() {
    return "A stop that finds no stream, or that is refused because several instances are "
        + "meant, changes nothing, and no stream begins as a stopped one.";
  }

  @Override
  public void see(StreamFact fact, StreamWorld world) {
    switch (fact) {
      case StreamFact.Decided decided -> see(decided);
      case StreamFact.Unmet unmet when unmet.input() instanceof StreamInput.StopBackup stop -> {
        require(
            unmet.after().equals(unmet.before()) && unmet.decision().effects().isEmpty(),
            stop + " was meant for none, but has changed " + unmet.decision().events());
        require(
            unmet.decision().replies().stream().allMatch(AStopLeavesNoTrace::wantsAName),
            stop + " was meant for none, but gets " + unmet.decision().replies());
      }
      default -> {}
    }
  }

  private static boolean wantsAName(StreamReply reply) {
    return reply instanceof StreamReply.StreamRefused refused
        && refused.fault().failure() == Failure.RUNNING_IN_MULTI_INSTANCE_MODE;
  }

  private void see(StreamFact.Decided decided) {
    if (decided.input() instanceof StreamInput.StopBackup stop) {
      boolean met =
          decided.before().find(decided.instance()).flatMap(Instance::stream).isPresent()
              && (stop.instance().isPresent() || !decided.before().multiInstance());
      require(
          met || decided.after().equals(decided.before()), stop + " met none, but has changed it");
    }
    if (decided.event(StreamEvent.StreamBegun.class).isPresent()) {
      boolean running =
          decided
              .after()
              .find(decided.instance())
              .flatMap(Instance::stream)
              .filter(stream -> !stream.stopped())
              .isPresent();
      require(running, "a stream begins stopped: " + decided.input());
    }
  }
}
