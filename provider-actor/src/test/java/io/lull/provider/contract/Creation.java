package io.lull.provider.contract;

import static io.lull.protocol.provider.ProviderFixture.HOLDS;
import static io.lull.protocol.provider.ProviderFixture.LIFE;
import static io.lull.protocol.provider.ProviderFixture.PROVIDER;
import static io.lull.protocol.provider.ProviderFixture.stamp;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderFixture;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.value.Sorted;
import io.lull.provider.spi.Provider;
import java.util.List;
import java.util.Optional;

/** The creation of one set, step by step, as a provider's actor asks for it. */
public final class Creation {
  private final Stamp stamp;
  private final List<Volume> volumes;
  private final Digest holds;

  private Creation(Stamp stamp, List<Volume> volumes, Digest holds) {
    this.stamp = stamp;
    this.volumes = volumes;
    this.holds = holds;
  }

  public static Creation of(String set, Volume... volumes) {
    return new Creation(stamp(set, 1), List.of(volumes), HOLDS);
  }

  /** The same set, whose writers were held again. */
  public Creation underOtherHolds() {
    return new Creation(stamp, volumes, Digest.of("holds", List.of("others")));
  }

  /** Does all steps up to this one. */
  public Creation upTo(Provider provider, ProviderStep last) throws Exception {
    for (ProviderStep step : ProviderFixture.creation()) {
      if (step.compareTo(last) <= 0) {
        step(provider, step);
      }
    }
    return this;
  }

  public void step(Provider provider, ProviderStep step) throws Exception {
    boolean writable = step == ProviderStep.PRE_FINAL_COMMIT;
    if (step == ProviderStep.BEGIN_PREPARE) {
      for (Marker marker : markers(step)) {
        provider.run(step, List.of(marker), writable);
      }
    } else {
      provider.run(step, markers(step), writable);
    }
  }

  /** What the provider is to keep from a step on. */
  public List<Marker> markers(ProviderStep step) {
    Optional<Receipt> receipt =
        step.compareTo(ProviderStep.COMMIT) < 0
            ? Optional.empty()
            : Optional.of(
                new Receipt(
                    PROVIDER, stamp.set(), stamp.epoch(), LIFE, holds, Sorted.set(volumes)));
    return volumes.stream()
        .map(
            volume ->
                new Marker(
                    copy(volume),
                    stamp.session(),
                    stamp.epoch(),
                    stamp.slot(),
                    step == ProviderStep.POST_FINAL_COMMIT,
                    receipt))
        .toList();
  }

  public SnapshotId copy() {
    return copy(volumes.getFirst());
  }

  public SnapshotId copy(Volume volume) {
    return new SnapshotId(stamp.set(), volume);
  }
}
