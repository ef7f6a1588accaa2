package io.lull.provider.exec;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.command.CommandLine;
import io.lull.provider.command.Outcome;
import io.lull.provider.command.Running;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Has copies made by commands of the administrator. */
final class ExecProvider implements Provider {
  private final ProviderId id;
  private final ProviderKind kind;
  private final boolean atomic;
  private final ExecCommands commands;
  private final Surroundings surroundings;
  private final KeptFiles files;

  /** What this life knows of its copies; from PreCommit to PostCommit the files are behind it. */
  private final Map<SnapshotId, Kept> known = new ConcurrentHashMap<>();

  /** The copies whose making was begun in this life. */
  private final Set<SnapshotId> made = ConcurrentHashMap.newKeySet();

  private final Map<SnapshotId, Running> running = new ConcurrentHashMap<>();

  ExecProvider(
      ProviderId id, ProviderKind kind, boolean atomic, ExecCommands commands, Path directory) {
    this.id = id;
    this.kind = kind;
    this.atomic = atomic;
    this.commands = commands;
    this.surroundings = new Surroundings(id);
    this.files = new KeptFiles(directory);
  }

  @Override
  public ProviderKind kind() {
    return kind;
  }

  @Override
  public boolean atomic() {
    return atomic;
  }

  @Override
  public Optional<Fault> accepts(Volume volume) throws Exception {
    if (!volume.host().equals(id.host())) {
      return Optional.of(refused(volume, "it is of another host"));
    }
    try {
      Programs.check(commands.check());
      CommandLine check = commands.check().with(List.of(volume.path()));
      Outcome outcome = Running.start(check, surroundings.of("check", volume)).await();
      return outcome.isSuccess()
          ? Optional.empty()
          : Optional.of(refused(volume, outcome.complaint()));
    } catch (ProviderException refused) {
      return Optional.of(refused.fault());
    }
  }

  private static Fault refused(Volume volume, String but) {
    return Fault.expected(
        Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER, "the check of " + volume + " to succeed", but);
  }

  @Override
  public void run(ProviderStep step, List<Marker> markers, boolean writable) throws Exception {
    switch (step) {
      case BEGIN_PREPARE -> {
        for (Marker marker : markers) {
          keep(new Kept(marker, false, Optional.empty()));
        }
      }
      case END_PREPARE -> {
        Programs.check(commands.create());
        Programs.check(commands.delete());
        for (Marker marker : markers) {
          // From here on a copy may be there, also for a life that does not know more than that.
          keep(new Kept(marker, true, kept(marker.snapshot()).place()));
        }
      }
      case PRE_COMMIT, POST_COMMIT -> note(markers);
      case COMMIT -> commit(markers);
      case PRE_FINAL_COMMIT -> end("ready", commands.ready(), markers);
      case POST_FINAL_COMMIT -> end("finish", commands.finish(), markers);
      case ABORT_SNAPSHOTS, DELETE_SNAPSHOTS ->
          throw new IllegalArgumentException("expected a step of a creation, not " + step);
    }
  }

  private Kept kept(SnapshotId snapshot) throws ProviderException {
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

  private void keep(Kept kept) throws IOException {
    known.put(kept.marker().snapshot(), kept);
    files.put(kept);
  }

  private void note(List<Marker> markers) throws ProviderException {
    for (Marker marker : markers) {
      known.put(marker.snapshot(), kept(marker.snapshot()).with(marker));
    }
  }

  /** All copies side by side: the window is as long as the slowest, not as all together. */
  private void commit(List<Marker> markers) throws Exception {
    for (Marker marker : markers) {
      if (!kept(marker.snapshot()).begun()) {
        throw new ProviderException(
            Fault.expected(
                Failure.BAD_STATE, "EndPrepare of " + marker.snapshot() + " before", "it was not"));
      }
      checkSame(marker);
    }
    List<Marker> wanted =
        markers.stream().filter(marker -> !made.contains(marker.snapshot())).toList();
    note(wanted);
    made.addAll(wanted.stream().map(Marker::snapshot).toList());
    call("create", commands.create(), wanted);
  }

  /** A copy that was made under other holds must never be said to be made under these. */
  private void checkSame(Marker marker) throws ProviderException {
    if (made.contains(marker.snapshot()) && !kept(marker.snapshot()).marker().equals(marker)) {
      throw new ProviderException(
          Fault.expected(
              Failure.BAD_STATE,
              "no copy of " + marker.snapshot() + " before its Commit",
              "there is one that was made under another receipt"));
    }
  }

  private void end(String name, Optional<CommandLine> command, List<Marker> markers)
      throws Exception {
    note(markers);
    if (command.isPresent()) {
      Programs.check(command.get());
      call(name, command.get(), markers);
    }
    for (Marker marker : markers) {
      files.put(kept(marker.snapshot()));
    }
  }

  private void call(String name, CommandLine command, List<Marker> markers) throws Exception {
    Map<SnapshotId, Running> started = new TreeMap<>();
    try {
      for (Marker marker : markers) {
        Kept kept = kept(marker.snapshot());
        started.put(marker.snapshot(), start(name, command, kept));
      }
      for (Map.Entry<SnapshotId, Running> one : started.entrySet()) {
        Outcome outcome = one.getValue().await();
        Places.checkSuccess(name, one.getKey().volume(), outcome);
        Optional<String> place = Places.in(name, outcome);
        known.computeIfPresent(one.getKey(), (_, kept) -> kept.at(place));
      }
    } catch (IOException | ProviderException | InterruptedException failed) {
      started.values().forEach(Running::end);
      throw failed;
    } finally {
      started.forEach(running::remove);
    }
  }

  /** The volume's path, and the copy's where it is known; the rest is in the environment. */
  private Running start(String name, CommandLine command, Kept kept) throws IOException {
    SnapshotId snapshot = kept.marker().snapshot();
    List<String> arguments =
        name.equals("create")
            ? List.of(snapshot.volume().path())
            : List.of(snapshot.volume().path(), kept.place().orElse(""));
    Running started = Running.start(command.with(arguments), surroundings.of(name, kept));
    running.put(snapshot, started);
    return started;
  }

  @Override
  public void delete(SnapshotId snapshot) throws Exception {
    Running working = running.get(snapshot);
    if (working != null) {
      working.end();
    }
    Optional<Kept> kept = find(snapshot);
    if (kept.isEmpty()) {
      return;
    }
    if (mayBeThere(kept.get())) {
      Programs.check(commands.delete());
      Running deleting = start("delete", commands.delete(), kept.get());
      try {
        Places.checkSuccess("delete", snapshot.volume(), deleting.await());
      } finally {
        running.remove(snapshot, deleting);
      }
    }
    files.remove(snapshot);
    known.remove(snapshot);
    made.remove(snapshot);
  }

  /** Of what this life has prepared and not begun to make there is nothing. */
  private boolean mayBeThere(Kept kept) {
    SnapshotId snapshot = kept.marker().snapshot();
    return known.containsKey(snapshot) ? made.contains(snapshot) : kept.begun();
  }

  @Override
  public void discard(SnapshotId snapshot) throws Exception {
    delete(snapshot);
  }

  private Optional<Kept> find(SnapshotId snapshot) throws IOException {
    Kept kept = known.get(snapshot);
    return kept == null ? files.get(snapshot) : Optional.of(kept);
  }

  @Override
  public List<Marker> copies() throws Exception {
    Map<SnapshotId, Marker> all =
        files.all().stream()
            .map(Kept::marker)
            .collect(Collectors.toMap(Marker::snapshot, m -> m, (m, _) -> m, TreeMap::new));
    known.forEach((snapshot, kept) -> all.put(snapshot, kept.marker()));
    return List.copyOf(all.values());
  }

  @Override
  public Optional<Path> place(SnapshotId snapshot) throws Exception {
    return find(snapshot).flatMap(Kept::place).map(Path::of);
  }
}
