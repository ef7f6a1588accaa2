package io.lull.protocol.simulation.stream;

import io.lull.protocol.stream.Instance;
import io.lull.protocol.stream.Use;

final class NothingStaysOccupied implements StreamInvariant {

  @Override
  public String promise() {
    return "When faults have ended and time has passed, no stream and no snapshot has an "
        + "instance, no source is in backup mode, and no report waits for a session.";
  }

  @Override
  public void checkAtRest(StreamWorld world) {
    for (SimInstance instance : world.host().instances()) {
      Use use = instance.state().find(instance.id()).map(Instance::use).orElseThrow();
      require(use instanceof Use.Free, instance.id() + " is still had by " + use);
      require(
          instance.state().reports().isEmpty(),
          "nobody takes these reports: " + instance.state().reports());
    }
    for (SimSource source : world.sources.values()) {
      require(!source.isInBackup(), source.id + " is still in backup mode");
    }
  }
}
