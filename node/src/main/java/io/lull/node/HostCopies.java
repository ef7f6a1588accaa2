package io.lull.node;

import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.provider.spi.Provider;
import io.lull.writer.spi.Copies;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/** What the providers of a host know of the copies of one set, for the writers beside them. */
record HostCopies(SetId set, Collection<Provider> providers) implements Copies {
  @Override
  public Optional<Path> of(Volume volume) {
    return providers.stream()
        .map(provider -> known(() -> provider.place(new SnapshotId(set, volume))))
        .flatMap(Optional::stream)
        .findFirst();
  }

  @Override
  public Optional<Path> writtenTo(Volume volume) {
    SnapshotId snapshot = new SnapshotId(set, volume);
    return providers.stream()
        .filter(provider -> copies(provider, snapshot))
        .map(provider -> provider.writesTo(volume))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private boolean copies(Provider provider, SnapshotId snapshot) {
    return known(provider::copies).stream().map(Marker::snapshot).anyMatch(snapshot::equals);
  }

  /** A provider that cannot tell fails the writer that has to know. */
  private <T> T known(Question<T> question) {
    try {
      return question.answer();
    } catch (Exception unknown) {
      throw new IllegalStateException(
          "expected to learn of the copies of set " + set + ", but a provider could not tell",
          unknown);
    }
  }

  @FunctionalInterface
  private interface Question<T> {
    T answer() throws Exception;
  }
}
