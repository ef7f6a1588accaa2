package io.lull.acceptance.simulation;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.simulation.Disk;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A provider as they are in the field: its steps fail, hang, come late, and some of them lie. */
final class SimProvider implements Provider {
  private final SimHost host;
  private final Clockwork dice;
  private final ProviderId id;

  SimProvider(SimHost host, ProviderId id) {
    this.host = host;
    this.dice = host.clockwork;
    this.id = id;
  }

  ProviderId id() {
    return id;
  }

  @Override
  public ProviderKind kind() {
    return ProviderKind.SOFTWARE;
  }

  @Override
  public boolean atomic() {
    return true;
  }

  @Override
  public Optional<Path> writesTo(Volume volume) {
    return Optional.empty();
  }

  @Override
  public Optional<Fault> accepts(Volume volume) {
    return Optional.empty();
  }

  @Override
  public void run(ProviderStep step, List<Marker> markers, boolean writable) throws Exception {
    boolean fails = dice.chance(host.world.faults().providerFails());
    // Says that it has made the copies, and has not.
    boolean lies = step == ProviderStep.COMMIT && dice.chance(host.world.faults().providerLies());
    if (step == ProviderStep.PRE_FINAL_COMMIT && !areMade(markers)) {
      throw failed();
    }
    // What fails or hangs may have done its work all the same.
    boolean works = !(fails || host.labour().hangs()) || dice.chance(0.5);
    if (works && !lies) {
      markers.forEach(marker -> leave(step, marker));
    }
    host.labour().middle();
    if (fails) {
      throw failed();
    }
  }

  /** What was never made cannot be opened, and that is when a lie comes out. */
  private boolean areMade(List<Marker> markers) {
    return markers.stream()
        .allMatch(
            marker ->
                host.world.disk().copy(marker.snapshot()).filter(Disk.Copy::isMade).isPresent());
  }

  private void leave(ProviderStep step, Marker marker) {
    if (step == ProviderStep.COMMIT) {
      Set<HoldToken> frozen = host.world.standing();
      host.world.trace(host.name, id.name(), " COPIES ", marker.snapshot());
      host.world.disk().commit(id, marker, dice.now(), frozen);
    } else {
      host.world.disk().put(id, marker);
    }
  }

  @Override
  public void delete(SnapshotId snapshot) throws Exception {
    host.labour().middle();
    if (dice.chance(host.world.faults().providerFails())) {
      throw failed();
    }
    host.world.disk().remove(snapshot);
  }

  @Override
  public void discard(SnapshotId snapshot) throws Exception {
    host.labour().middle();
    if (dice.chance(host.world.faults().providerFails())) {
      throw failed();
    }
    host.world.disk().remove(snapshot);
  }

  @Override
  public List<Marker> copies() throws Exception {
    return host.world.disk().markersOf(id);
  }

  @Override
  public Optional<Path> place(SnapshotId snapshot) {
    return Optional.empty();
  }

  private static ProviderException failed() {
    return new ProviderException(
        Fault.expected(Failure.PROVIDER_VETO, "a healthy provider", "it did not do its work"));
  }
}
