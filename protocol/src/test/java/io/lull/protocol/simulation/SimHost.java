package io.lull.protocol.simulation;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.slot.CreationGate;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A machine with writers and providers, and the gate that all of them share. */
final class SimHost extends ClusterProcess {
  private static final long COLLECT_EVERY = 6 * 60 * Kernel.MINUTE;

  private final HostId id;
  private final List<Volume> volumes;
  private final SortedMap<WriterId, SimWriter> writers = new TreeMap<>();
  private final SortedMap<ProviderId, SimProvider> providers = new TreeMap<>();
  private CreationGate gate = CreationGate.UNUSED;

  SimHost(SimWorld world, HostId id, List<Volume> volumes) {
    super(world, id.name());
    this.id = id;
    this.volumes = volumes;
  }

  void add(WriterMetadata metadata, boolean guarded) {
    writers.put(metadata.writer(), new SimWriter(this, metadata, guarded));
  }

  void add(ProviderId provider) {
    providers.put(provider, new SimProvider(this, provider));
  }

  HostId id() {
    return id;
  }

  List<Volume> volumes() {
    return volumes;
  }

  Incarnation incarnation() {
    return new Incarnation(life());
  }

  Collection<SimWriter> writers() {
    return writers.values();
  }

  Collection<SimProvider> providers() {
    return providers.values();
  }

  /** The application survives, if its hold is a guard's; what this process knew does not. */
  @Override
  public void crash() {
    super.crash();
    writers.values().forEach(SimWriter::crash);
  }

  @Override
  public void start() {
    super.start();
    gate = CreationGate.UNUSED;
    for (SimProvider provider : providers.values()) {
      for (Marker marker : world.disk().markersOf(provider.id())) {
        gate = gate.seen(marker.slot(), marker.snapshot().set());
      }
    }
    writers.values().forEach(SimWriter::start);
    providers.values().forEach(SimProvider::start);
    collect();
  }

  private void collect() {
    after(
        COLLECT_EVERY,
        () -> {
          writers.values().forEach(w -> w.handle(new WriterInput.CollectAbandoned()));
          collect();
        });
  }

  void receive(Asker asker, WriterId writer, WriterInput input) {
    SimWriter here = writers.get(writer);
    if (input instanceof WriterInput.WriterRequest request) {
      here.expect(asker, request);
      Optional<Fault> barred = barred(request.stamp(), WriterStep.of(request).creates());
      if (barred.isPresent()) {
        here.refuse(request, barred.get());
        return;
      }
      if (request.stamp().incarnation().equals(incarnation())) {
        world.see(new Fact.WriterHeard(writer, life(), request));
      }
    } else if (input instanceof WriterInput.Identify identify) {
      here.expect(asker, identify);
    }
    here.handle(input);
  }

  void receive(Asker asker, ProviderId provider, ProviderRequest request) {
    SimProvider here = providers.get(provider);
    here.expect(asker, request);
    Optional<Fault> barred = barred(request.stamp(), ProviderStep.of(request).creates());
    if (barred.isPresent()) {
      here.refuse(request, barred.get());
    } else {
      here.handle(request);
    }
  }

  void receive(ProviderId provider, ProviderInput.FateTold told) {
    providers.get(provider).handle(told);
  }

  void reply(Asker asker, WriterReply reply) {
    world.see(new Fact.WriterAnswered(reply));
    world.network().send(this, asker.node(), () -> asker.node().hear(asker, reply));
  }

  void reply(Asker asker, ProviderReply reply) {
    world.network().send(this, asker.node(), () -> asker.node().hear(asker, reply));
  }

  // A message for another life changes nothing here, so it must not move the gate either.
  private Optional<Fault> barred(Stamp stamp, boolean creates) {
    if (!stamp.incarnation().equals(incarnation())) {
      return Optional.empty();
    }
    return switch (world.machines().gate().admit(gate, stamp, creates)) {
      case CreationGate.Admission.Admitted admitted -> {
        gate = admitted.next();
        yield Optional.empty();
      }
      case CreationGate.Admission.Barred barred -> Optional.of(barred.fault());
    };
  }
}
