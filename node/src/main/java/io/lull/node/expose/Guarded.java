package io.lull.node.expose;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.spi.Provider;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A provider whose copies may be shown elsewhere, which ends when it removes them. */
record Guarded(Provider provider, Exposures exposures) implements Provider {
  @Override
  public ProviderKind kind() {
    return provider.kind();
  }

  @Override
  public boolean atomic() {
    return provider.atomic();
  }

  @Override
  public Optional<Path> writesTo(Volume volume) {
    return provider.writesTo(volume);
  }

  @Override
  public Optional<Fault> accepts(Volume volume) throws Exception {
    return provider.accepts(volume);
  }

  @Override
  public void run(ProviderStep step, List<Marker> markers, boolean writable) throws Exception {
    provider.run(step, markers, writable);
  }

  @Override
  public void delete(SnapshotId snapshot) throws Exception {
    exposures.leave(provider, snapshot, () -> provider.delete(snapshot));
  }

  @Override
  public void discard(SnapshotId snapshot) throws Exception {
    exposures.leave(provider, snapshot, () -> provider.discard(snapshot));
  }

  @Override
  public List<Marker> copies() throws Exception {
    return provider.copies();
  }

  @Override
  public Optional<Path> place(SnapshotId snapshot) throws Exception {
    return provider.place(snapshot);
  }

  @Override
  public OptionalLong usage(SnapshotId snapshot) throws Exception {
    return provider.usage(snapshot);
  }
}
