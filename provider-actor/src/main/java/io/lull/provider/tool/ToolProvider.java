package io.lull.provider.tool;

import io.lull.kernel.Descriptor;
import io.lull.kernel.SystemCallException;
import io.lull.kernel.command.CommandLine;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.record.Kept;
import io.lull.provider.record.Ledger;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Has copies made by a tool and keeps their markers in a directory of its own. */
public final class ToolProvider implements Provider {
  private final HostId host;
  private final Tool tool;
  private final Ledger ledger;
  private final Turns turns = new Turns();

  public ToolProvider(HostId host, Tool tool, Path directory) {
    this.host = host;
    this.tool = tool;
    this.ledger = new Ledger(directory);
  }

  @Override
  public ProviderKind kind() {
    return tool.kind();
  }

  @Override
  public boolean atomic() {
    return tool.atomic();
  }

  @Override
  public Optional<Path> writesTo(Volume volume) {
    return tool.writesTo(volume);
  }

  @Override
  public Optional<Fault> accepts(Volume volume) throws Exception {
    if (!volume.host().equals(host)) {
      return Optional.of(
          Fault.expected(
              Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER, "a volume of " + host, "it is " + volume));
    }
    if (!CommandLine.canSay(volume.path())) {
      return Optional.of(
          Fault.expected(
              Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
              "a path that this process's locale has letters for",
              volume + " is none; start the node with LC_ALL=C.UTF-8"));
    }
    try {
      return tool.accepts(volume);
    } catch (ProviderException refused) {
      return Optional.of(refused.fault());
    }
  }

  @Override
  public void run(ProviderStep step, List<Marker> markers, boolean writable) throws Exception {
    Set<SnapshotId> copies = markers.stream().map(Marker::snapshot).collect(Collectors.toSet());
    if (step == ProviderStep.END_PREPARE) {
      // Nobody can end this early, and a removal need not wait for it.
      copies.forEach(copy -> force(copy.volume()));
    }
    turns.take(copies);
    try {
      run(step, markers);
    } finally {
      turns.end(copies);
    }
  }

  private void run(ProviderStep step, List<Marker> markers) throws Exception {
    switch (step) {
      case BEGIN_PREPARE -> {
        for (Marker marker : markers) {
          ledger.begin(marker);
        }
      }
      case END_PREPARE -> prepare(markers);
      case PRE_COMMIT, POST_COMMIT -> ledger.note(markers);
      case COMMIT -> ledger.place(tool.cut(ledger.make(markers)));
      case PRE_FINAL_COMMIT -> {
        ledger.place(tool.open(ledger.note(markers)));
        ledger.write(markers);
      }
      case POST_FINAL_COMMIT -> {
        tool.close(ledger.note(markers));
        ledger.write(markers);
      }
      case ABORT_SNAPSHOTS, DELETE_SNAPSHOTS ->
          throw new IllegalArgumentException("expected a step of a creation, not " + step);
    }
  }

  private void prepare(List<Marker> markers) throws Exception {
    List<Kept> copies = new ArrayList<>();
    for (Marker marker : markers) {
      copies.add(ledger.get(marker.snapshot()));
    }
    tool.prepare(copies);
    for (Marker marker : markers) {
      // From here on a copy may be there, also for a life that does not know more than that.
      ledger.expect(marker);
    }
  }

  /** What is written now need not be written while everybody stands still. */
  private static void force(Volume volume) {
    try (Descriptor directory = Descriptor.ofDirectory(volume.path())) {
      directory.forceFileSystem();
    } catch (SystemCallException later) {
      // The cut itself writes what is missing then, or says what is wrong.
    }
  }

  @Override
  public void delete(SnapshotId snapshot) throws Exception {
    Set<SnapshotId> copies = Set.of(snapshot);
    turns.take(copies);
    try {
      remove(snapshot);
    } finally {
      turns.end(copies);
    }
  }

  private void remove(SnapshotId snapshot) throws Exception {
    Optional<Kept> kept = ledger.find(snapshot);
    if (kept.isPresent()) {
      if (ledger.mayBeThere(kept.get())) {
        tool.remove(kept.get());
      }
      ledger.forget(snapshot);
    }
  }

  @Override
  public void discard(SnapshotId snapshot) throws Exception {
    delete(snapshot);
  }

  @Override
  public List<Marker> copies() throws Exception {
    return ledger.markers();
  }

  @Override
  public Optional<Path> place(SnapshotId snapshot) throws Exception {
    Optional<Path> place = ledger.find(snapshot).flatMap(Kept::place).map(Path::of);
    return place.isPresent() && tool.isReachable(place.get()) ? place : Optional.empty();
  }
}
