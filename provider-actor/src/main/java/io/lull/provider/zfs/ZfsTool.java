package io.lull.provider.zfs;

import io.lull.kernel.Mount;
import io.lull.kernel.command.Outcome;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderKind;
import io.lull.provider.record.CopyName;
import io.lull.provider.record.Kept;
import io.lull.provider.spi.ProviderException;
import io.lull.provider.tool.Inside;
import io.lull.provider.tool.OwnDirectory;
import io.lull.provider.tool.Programs;
import io.lull.provider.tool.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Makes copies as ZFS snapshots. */
final class ZfsTool implements Tool {
  private final Programs programs;
  private final Path places;

  /** What was found before the window, so that nothing has to be asked in it. */
  private final Map<SnapshotId, Dataset> prepared = new ConcurrentHashMap<>();

  ZfsTool(Programs programs, Path places) {
    this.programs = programs;
    this.places = places;
  }

  @Override
  public ProviderKind kind() {
    return ProviderKind.SOFTWARE;
  }

  @Override
  public boolean atomic() {
    return true;
  }

  /** Snapshots are written to the pool; a file system of ZFS cannot be frozen anyway. */
  @Override
  public Optional<Path> writesTo(Volume volume) {
    return Optional.of(Path.of(volume.path()));
  }

  @Override
  public Optional<Fault> accepts(Volume volume) throws Exception {
    dataset(volume);
    return Inside.refusal(volume);
  }

  private Dataset dataset(Volume volume)
      throws IOException, InterruptedException, ProviderException {
    Outcome outcome = programs.call(ZfsCommands.list(volume.path()));
    Optional<Dataset> found =
        outcome.isSuccess()
            ? Dataset.parse(outcome.out()).stream()
                .filter(Dataset::mounted)
                .filter(dataset -> dataset.mountPoint().equals(Optional.of(volume.path())))
                .findFirst()
            : Optional.empty();
    return found.orElseThrow(
        () ->
            new ProviderException(
                Fault.expected(
                    Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
                    "the mount point of a ZFS file system at " + volume.path(),
                    outcome.isSuccess() ? "it is none" : outcome.complaint())));
  }

  @Override
  public void prepare(List<Kept> copies) throws Exception {
    for (Kept copy : copies) {
      Dataset found = dataset(copy.snapshot().volume());
      prepared.put(copy.snapshot(), found);
    }
  }

  @Override
  public Map<SnapshotId, String> cut(List<Kept> copies) throws Exception {
    Map<String, List<String>> pools = new TreeMap<>();
    for (Kept copy : copies) {
      Dataset dataset = prepared(copy);
      pools
          .computeIfAbsent(dataset.pool(), _ -> new ArrayList<>())
          .add(dataset.name() + "@" + CopyName.brief(copy.snapshot()));
    }
    String set = copies.getFirst().snapshot().set().name();
    for (List<String> snapshots : pools.values()) {
      programs.need(ZfsCommands.snapshot(set, snapshots));
    }
    return Map.of();
  }

  private Dataset prepared(Kept copy) throws ProviderException {
    Dataset dataset = prepared.get(copy.snapshot());
    if (dataset == null) {
      throw new ProviderException(
          Fault.expected(
              Failure.OBJECT_NOT_FOUND, "a prepared copy named " + copy.snapshot(), "it is none"));
    }
    return dataset;
  }

  @Override
  public Map<SnapshotId, String> open(List<Kept> copies) throws Exception {
    Map<SnapshotId, String> opened = new TreeMap<>();
    OwnDirectory.make(places);
    for (Kept copy : copies) {
      String place = places.resolve(CopyName.of(copy.snapshot())).toString();
      if (copy.place().isEmpty()) {
        Dataset dataset = prepared(copy);
        String name = CopyName.brief(copy.snapshot());
        programs.need(
            ZfsCommands.clone(dataset.name() + "@" + name, clone(dataset.pool(), name), place));
      }
      opened.put(copy.snapshot(), place);
    }
    return opened;
  }

  private static String clone(String pool, String name) {
    return pool + "/lull/" + name;
  }

  @Override
  public void close(List<Kept> copies) throws Exception {
    for (Kept copy : copies) {
      String clone = clone(prepared(copy).pool(), CopyName.brief(copy.snapshot()));
      programs.need(ZfsCommands.close(clone));
    }
  }

  /** After a restart of the machine it is an empty directory until it is mounted again. */
  @Override
  public boolean isReachable(Path place) throws IOException {
    return Mount.isPoint(place);
  }

  /** Found by its name alone: its file system may have been moved or unmounted since. */
  @Override
  public void remove(Kept copy) throws Exception {
    String name = "@" + CopyName.brief(copy.snapshot());
    List<String> snapshots =
        programs.need(ZfsCommands.snapshots()).lines().filter(line -> line.endsWith(name)).toList();
    for (String snapshot : snapshots) {
      String clones = programs.need(ZfsCommands.clones(snapshot));
      for (String clone : clones(clones)) {
        // A clone of somebody else's keeps the snapshot, and ZFS says so below.
        if (clone.endsWith(clone("", CopyName.brief(copy.snapshot())))) {
          programs.need(ZfsCommands.destroy(clone));
        }
      }
      programs.need(ZfsCommands.destroy(snapshot));
    }
    prepared.remove(copy.snapshot());
  }

  /** The names in the value of the property; a dash stands for none. */
  static List<String> clones(String value) {
    return Stream.of(value.strip().split(",", -1))
        .filter(name -> !name.isEmpty() && !name.equals("-"))
        .toList();
  }
}
