package io.lull.protocol.simulation.stream;

import io.lull.protocol.stream.Instance;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamInput;

final class AStopLeavesNoTrace implements StreamInvariant {

  @Override
  public String promise() {
    return "A stop that finds no stream, or that is refused because several instances are "
        + "meant, changes nothing, and no stream begins as a stopped one.";
  }

  @Override
  public void see(StreamFact fact, StreamWorld world) {
    if (!(fact instanceof StreamFact.Decided decided)) {
      return;
    }
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
