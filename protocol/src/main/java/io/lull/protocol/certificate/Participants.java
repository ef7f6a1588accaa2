package io.lull.protocol.certificate;

import io.lull.protocol.id.Volume;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Who takes part in a set, as it was planned before the first Freeze. */
public record Participants(List<WriterPart> writers, List<ProviderPart> providers) {
  public Participants {
    writers = Ordered.by(WriterPart::writer, writers);
    providers = Ordered.by(ProviderPart::provider, providers);
  }

  /** Everything that is copied. */
  public SortedSet<Volume> volumes() {
    SortedSet<Volume> volumes = new TreeSet<>();
    providers.forEach(provider -> volumes.addAll(provider.volumes()));
    return volumes;
  }

  /** What is copied in this way. */
  SortedSet<Volume> volumes(Cut cut) {
    SortedSet<Volume> volumes = new TreeSet<>();
    providers.stream()
        .filter(provider -> provider.cut() == cut)
        .forEach(provider -> volumes.addAll(provider.volumes()));
    return volumes;
  }
}
