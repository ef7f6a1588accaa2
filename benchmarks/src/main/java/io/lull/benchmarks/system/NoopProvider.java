package io.lull.benchmarks.system;

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

/** A provider whose copies cost nothing and hold nothing. */
record NoopProvider(Moments moments) implements Provider {
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
  public void run(ProviderStep step, List<Marker> markers, boolean writable) {
    if (step == ProviderStep.PRE_COMMIT) {
      moments.preCommit();
    }
  }

  @Override
  public void delete(SnapshotId snapshot) {}

  @Override
  public void discard(SnapshotId snapshot) {}

  @Override
  public List<Marker> copies() {
    return List.of();
  }

  @Override
  public Optional<Path> place(SnapshotId snapshot) {
    return Optional.empty();
  }
}
