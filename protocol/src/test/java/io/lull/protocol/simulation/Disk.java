package io.lull.protocol.simulation;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.provider.Marker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The copies that physically exist; they survive every process. */
public final class Disk {
  private final SortedMap<SnapshotId, Copy> copies = new TreeMap<>();

  /**
   * A copy.
   *
   * @param made when it was committed, and not merely prepared
   * @param frozen the holds that stood anywhere at that moment
   */
  public record Copy(ProviderId provider, Marker marker, long made, Set<HoldToken> frozen) {
    public boolean isMade() {
      return made > Long.MIN_VALUE;
    }
  }

  /** What a provider's step leaves on the disk. */
  public void put(ProviderId provider, Marker marker) {
    Copy old = copies.get(marker.snapshot());
    long made = old == null ? Long.MIN_VALUE : old.made();
    Set<HoldToken> frozen = old == null ? Set.of() : old.frozen();
    keep(new Copy(provider, marker, made, frozen));
  }

  public void commit(ProviderId provider, Marker marker, long now, Set<HoldToken> frozen) {
    keep(new Copy(provider, marker, now, frozen));
  }

  private void keep(Copy copy) {
    copies.put(copy.marker().snapshot(), copy);
  }

  public void remove(SnapshotId snapshot) {
    copies.remove(snapshot);
  }

  public Optional<Copy> copy(SnapshotId snapshot) {
    return Optional.ofNullable(copies.get(snapshot));
  }

  public Collection<Copy> copies() {
    return Collections.unmodifiableCollection(copies.values());
  }

  public List<Marker> markersOf(ProviderId provider) {
    List<Marker> markers = new ArrayList<>();
    for (Copy copy : copies.values()) {
      if (copy.provider().equals(provider)) {
        markers.add(copy.marker());
      }
    }
    return markers;
  }
}
