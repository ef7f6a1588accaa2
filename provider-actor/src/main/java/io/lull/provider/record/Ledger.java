package io.lull.provider.record;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.provider.Marker;
import io.lull.provider.spi.ProviderException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Which copies there are, or may be: in files, and in memory for as long as nothing may wait for a
 * disk. The files say from EndPrepare on that there may be a copy, and from PreFinalCommit on more.
 */
public final class Ledger {
  private final KeptFiles files;
  private final Map<SnapshotId, Kept> known = new ConcurrentHashMap<>();

  /** The copies whose making was begun in this life. */
  private final Set<SnapshotId> made = ConcurrentHashMap.newKeySet();

  public Ledger(Path directory) {
    this.files = new KeptFiles(directory);
  }

  /** Keeps that a copy is prepared and nothing of it is there. */
  public void begin(Marker marker) throws IOException {
    keep(new Kept(marker, false, Optional.empty()));
  }

  /** Keeps that a copy is going to be made. */
  public void expect(Marker marker) throws IOException, ProviderException {
    keep(new Kept(marker, true, get(marker.snapshot()).place()));
  }

  private void keep(Kept kept) throws IOException {
    known.put(kept.snapshot(), kept);
    files.put(kept);
  }

  /** Keeps markers in memory only. */
  public List<Kept> note(List<Marker> markers) throws ProviderException {
    List<Kept> noted = new ArrayList<>();
    for (Marker marker : markers) {
      Kept kept = get(marker.snapshot()).with(marker);
      known.put(marker.snapshot(), kept);
      noted.add(kept);
    }
    return noted;
  }

  /** The copies that are to be made now; one that was begun before is not made again. */
  public List<Kept> make(List<Marker> markers) throws ProviderException {
    for (Marker marker : markers) {
      if (!get(marker.snapshot()).begun()) {
        throw new ProviderException(
            Fault.expected(
                Failure.BAD_STATE, "EndPrepare of " + marker.snapshot() + " before", "it was not"));
      }
      checkSame(marker);
    }
    List<Marker> wanted =
        markers.stream().filter(marker -> !made.contains(marker.snapshot())).toList();
    made.addAll(wanted.stream().map(Marker::snapshot).toList());
    return note(wanted);
  }

  /** A copy that was made under other holds must never be said to be made under these. */
  private void checkSame(Marker marker) throws ProviderException {
    if (made.contains(marker.snapshot()) && !get(marker.snapshot()).marker().equals(marker)) {
      throw new ProviderException(
          Fault.expected(
              Failure.BAD_STATE,
              "no copy of " + marker.snapshot() + " before its Commit",
              "there is one that was made under another receipt"));
    }
  }

  /** Notes where copies lie. */
  public void place(Map<SnapshotId, String> places) {
    places.forEach(
        (snapshot, place) -> known.computeIfPresent(snapshot, (_, kept) -> kept.at(place)));
  }

  /** Keeps in files what is in memory. */
  public void write(List<Marker> markers) throws IOException, ProviderException {
    for (Marker marker : markers) {
      files.put(get(marker.snapshot()));
    }
  }

  /** A copy of this life. */
  public Kept get(SnapshotId snapshot) throws ProviderException {
    Kept kept = known.get(snapshot);
    if (kept == null) {
      throw new ProviderException(
          Fault.expected(
              Failure.OBJECT_NOT_FOUND,
              "a prepared copy named " + snapshot,
              "there is none of this life"));
    }
    return kept;
  }

  /** A copy of this life or of one before. */
  public Optional<Kept> find(SnapshotId snapshot) throws IOException {
    Kept kept = known.get(snapshot);
    return kept == null ? files.get(snapshot) : Optional.of(kept);
  }

  /** Whether there may be something to remove; not if this life has never begun to make it. */
  public boolean mayBeThere(Kept kept) {
    return known.containsKey(kept.snapshot()) ? made.contains(kept.snapshot()) : kept.begun();
  }

  public void forget(SnapshotId snapshot) throws IOException {
    files.remove(snapshot);
    known.remove(snapshot);
    made.remove(snapshot);
  }

  public List<Marker> markers() throws IOException {
    Map<SnapshotId, Marker> all =
        files.all().stream()
            .map(Kept::marker)
            .collect(Collectors.toMap(Marker::snapshot, m -> m, (m, _) -> m, TreeMap::new));
    known.forEach((snapshot, kept) -> all.put(snapshot, kept.marker()));
    return List.copyOf(all.values());
  }
}
