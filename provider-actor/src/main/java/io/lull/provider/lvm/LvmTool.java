package io.lull.provider.lvm;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Makes copies as thin snapshots of LVM. */
final class LvmTool implements Tool {
  /** What LVM itself calls the time to do something about a pool. */
  private static final double FULL = 95;

  private final Programs programs;
  private final Path places;

  /** What was found before the window, so that nothing has to be asked in it. */
  private final Map<SnapshotId, Origin> prepared = new ConcurrentHashMap<>();

  LvmTool(Programs programs, Path places) {
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

  /** The device is suspended, for which the kernel freezes the file system itself. */
  @Override
  public Optional<Path> writesTo(Volume volume) {
    return Optional.of(Path.of(volume.path()));
  }

  @Override
  public Optional<Fault> accepts(Volume volume) throws Exception {
    origin(volume);
    return Inside.refusal(volume);
  }

  private Origin origin(Volume volume) throws IOException, InterruptedException, ProviderException {
    Outcome mount = programs.call(LvmCommands.mountAt(volume.path()));
    String[] words = mount.out().strip().split(" ", -1);
    if (!mount.isSuccess() || words.length != 2) {
      throw unsupported(volume, "nothing is mounted there");
    }
    Outcome listed = programs.call(LvmCommands.volume(words[0]));
    if (!listed.isSuccess()) {
      throw unsupported(volume, listed.complaint());
    }
    LogicalVolume found =
        LogicalVolume.parse(listed.out()).stream()
            .findFirst()
            .orElseThrow(() -> unsupported(volume, words[0] + " is no logical volume"));
    if (!found.isThin()) {
      throw unsupported(volume, found.path() + " is " + found.segment());
    }
    return new Origin(found, words[1]);
  }

  private static ProviderException unsupported(Volume volume, String but) {
    return new ProviderException(
        Fault.expected(
            Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
            "a thin logical volume to be mounted at " + volume.path(),
            but));
  }

  @Override
  public void prepare(List<Kept> copies) throws Exception {
    for (Kept copy : copies) {
      Origin origin = origin(copy.snapshot().volume());
      String pool = origin.volume().group() + "/" + origin.volume().pool();
      for (LogicalVolume line : LogicalVolume.parse(programs.need(LvmCommands.volume(pool)))) {
        checkRoom(line);
      }
      prepared.put(copy.snapshot(), origin);
    }
  }

  /** A pool that runs full stops everybody who writes to it, not only the copy. */
  private static void checkRoom(LogicalVolume pool) throws ProviderException {
    double fullest = Math.max(pool.data().orElse(0.0), pool.metadata().orElse(0.0));
    if (fullest >= FULL) {
      throw new ProviderException(
          Fault.expected(
              Failure.INSUFFICIENT_STORAGE,
              "room in the thin pool " + pool.path(),
              fullest
                  + " percent of its data or metadata are used; extend it with lvextend, or delete"
                  + " old copies"));
    }
  }

  @Override
  public Map<SnapshotId, String> cut(List<Kept> copies) throws Exception {
    for (Kept copy : copies) {
      programs.need(LvmCommands.snapshot(prepared(copy).volume(), CopyName.brief(copy.snapshot())));
    }
    return Map.of();
  }

  private Origin prepared(Kept copy) throws ProviderException {
    Origin origin = prepared.get(copy.snapshot());
    if (origin == null) {
      throw new ProviderException(
          Fault.expected(
              Failure.OBJECT_NOT_FOUND, "a prepared copy named " + copy.snapshot(), "it is none"));
    }
    return origin;
  }

  @Override
  public Map<SnapshotId, String> open(List<Kept> copies) throws Exception {
    Map<SnapshotId, String> opened = new TreeMap<>();
    for (Kept copy : copies) {
      Path place = place(copy);
      if (copy.place().isEmpty()) {
        mount(copy, place, true);
      }
      opened.put(copy.snapshot(), place.toString());
    }
    return opened;
  }

  private void mount(Kept copy, Path place, boolean writable) throws Exception {
    Origin origin = prepared(copy);
    String path = origin.volume().group() + "/" + CopyName.brief(copy.snapshot());
    programs.need(LvmCommands.permission(path, writable));
    OwnDirectory.make(places);
    Files.createDirectories(place);
    programs.need(LvmCommands.mount(path, origin.fileSystem(), place.toString(), writable));
  }

  private Path place(Kept copy) {
    return places.resolve(CopyName.of(copy.snapshot()));
  }

  /** Mounted anew, so that also what is still open for writing cannot be written to. */
  @Override
  public void close(List<Kept> copies) throws Exception {
    for (Kept copy : copies) {
      programs.need(LvmCommands.unmount(place(copy).toString()));
      mount(copy, place(copy), false);
    }
  }

  /** After a restart of the machine it is an empty directory until it is mounted again. */
  @Override
  public boolean isReachable(Path place) throws IOException {
    return Mount.isPoint(place);
  }

  /** Found by its name alone: its group may have got another name since. */
  @Override
  public void remove(Kept copy) throws Exception {
    String place = place(copy).toString();
    if (programs.call(LvmCommands.mountAt(place)).isSuccess()) {
      programs.need(LvmCommands.unmount(place));
    }
    Files.deleteIfExists(place(copy));
    String named = programs.need(LvmCommands.named(CopyName.brief(copy.snapshot())));
    for (LogicalVolume volume : LogicalVolume.parse(named)) {
      programs.need(LvmCommands.remove(volume.path()));
    }
    prepared.remove(copy.snapshot());
  }
}
