package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.simulation.Faults;
import io.lull.protocol.simulation.Kernel;
import io.lull.protocol.simulation.SimProcess;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.session.StreamVerb;
import java.util.List;
import java.util.Optional;

/** Whoever may stop streams that others began, at the host itself and whenever he likes. */
final class SimOwner extends SimProcess {
  private final StreamWorld world;
  private final long every;
  private long requests;

  SimOwner(StreamWorld world, long every) {
    super(world.kernel, "owner");
    this.world = world;
    this.every = every;
  }

  void begin() {
    after(
        kernel.between(1, every),
        () -> {
          if (!world.faults().equals(Faults.NONE)) {
            stopSomething();
            begin();
          }
        });
  }

  private void stopSomething() {
    RequestId request = new RequestId("owner-" + ++requests);
    InstanceId instance = kernel.pick(List.copyOf(world.sources.keySet()));
    int what = kernel.below(20);
    if (what < 9) {
      ask(new StreamInput.StopBackup(request, Optional.of(instance)));
    } else if (what < 14) {
      ask(new StreamInput.StopBackup(request, Optional.empty()));
    } else if (what < 15) {
      ask(new StreamInput.StopService(request, Optional.of(instance)));
    } else {
      List<SessionId> open = world.unfinished();
      if (!open.isEmpty()) {
        world.toSession(this, kernel.pick(open), new StreamVerb.AbortBackup(request));
      }
    }
  }

  /** What is asked of the node itself arrives once or never. */
  private void ask(StreamInput.StreamRequest stop) {
    world.trace(name, "→ ", stop);
    if (world.network.connects(this, world.host()) && !kernel.chance(world.faults().loss())) {
      world
          .host()
          .arrive(
              kernel.between(Kernel.MILLI / 5, Kernel.SECOND),
              () -> world.host().ask(stop, reply -> world.trace(name, "hears ", reply)));
    }
  }

  @Override
  protected void trace(Object... parts) {
    world.trace(name, parts);
  }
}
