package io.lull.provider.tree;

import io.lull.kernel.Descriptor;
import io.lull.kernel.FileCalls;
import io.lull.kernel.FileStat;
import io.lull.kernel.Mount;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.certificate.Digest;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Copies volumes as trees of files, in one {@link Way} or another. */
public final class TreeProvider implements Provider {
  private final ProviderId id;
  private final TreeSettings settings;
  private final Way way;
  private final Stores stores;
  private final Map<SnapshotId, Work> works = new ConcurrentHashMap<>();

  public TreeProvider(ProviderId id, TreeSettings settings, Way way) {
    this.id = id;
    this.settings = settings;
    this.way = way;
    this.stores = new Stores(settings.directory(), id.name());
  }

  @Override
  public ProviderKind kind() {
    return way.kind();
  }

  /** One file is copied after the other. */
  @Override
  public boolean atomic() {
    return false;
  }

  @Override
  public Optional<Path> writesTo(Volume volume) {
    return settings.directory().or(() -> Optional.of(Path.of(volume.path())));
  }

  @Override
  public Optional<Fault> accepts(Volume volume) throws Exception {
    try (Descriptor top = Descriptor.ofDirectory(volume.path())) {
      Optional<Fault> fault = way.accepts(volume, top);
      return fault.isPresent() ? fault : mounted(volume, Mount.inside(volume.path()));
    } catch (SystemCallException failed) {
      return Optional.of(failed.fault("to open the volume " + volume));
    }
  }

  private Optional<Fault> mounted(Volume volume, List<String> paths) {
    return settings.leaveOut() || paths.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Fault.expected(
                Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
                "nothing to be a volume of its own in " + volume + ", or mounts = leave-out",
                "there is " + String.join(", ", paths)));
  }

  @Override
  public void run(ProviderStep step, List<Marker> markers, boolean writable) throws Exception {
    for (Marker marker : markers) {
      step(step, marker);
    }
    if (step == ProviderStep.END_PREPARE) {
      within(markers);
    }
  }

  private void step(ProviderStep step, Marker marker) throws Exception {
    try (FileCalls calls = new FileCalls()) {
      Work work =
          step == ProviderStep.BEGIN_PREPARE ? begin(calls, marker) : known(marker.snapshot());
      work.lock.lockInterruptibly();
      try {
        step(calls, step, marker, work);
      } finally {
        work.lock.unlock();
      }
    } catch (TreeException failed) {
      throw because(failed.fault(), failed);
    } catch (SystemCallException failed) {
      throw because(failed.fault("to do " + step + " of " + marker.snapshot()), failed);
    } catch (StoppedException stopped) {
      throw new ProviderException(
          Fault.expected(Failure.BAD_STATE, "to do " + step, "the copy is being removed"));
    }
  }

  private static ProviderException because(Fault fault, IOException cause) {
    ProviderException exception = new ProviderException(fault);
    exception.initCause(cause);
    return exception;
  }

  private Work begin(FileCalls calls, Marker marker) throws Exception {
    Volume volume = marker.snapshot().volume();
    int top = calls.openDirectory(volume.path());
    try {
      FileStat stat = calls.stat(top);
      Set<FileKey> excluded = new HashSet<>();
      try (Store store = stores.make(calls, stat.identity(), volume)) {
        excluded.add(store.base());
      }
      excluded.addAll(stores.others(calls, stat.identity()));
      return works.computeIfAbsent(
          marker.snapshot(), snapshot -> new Work(snapshot, stat.identity(), excluded));
    } finally {
      calls.close(top);
    }
  }

  private Work known(SnapshotId snapshot) throws ProviderException {
    Work work = works.get(snapshot);
    if (work == null) {
      throw new ProviderException(
          Fault.expected(
              Failure.BAD_STATE,
              "a copy that was begun since this host started",
              "it was not: " + snapshot));
    }
    return work;
  }

  private void step(FileCalls calls, ProviderStep step, Marker marker, Work work) throws Exception {
    work.stop.check();
    try (Site site = open(calls, marker, work)) {
      CopyFiles files = site.files();
      boolean made = files.isMade();
      switch (step) {
        case BEGIN_PREPARE -> {
          files.mark(marker, true);
          begin(site);
        }
        case END_PREPARE -> {
          if (!made) {
            way.prepare(site);
          }
          files.mark(marker, true);
        }
        case PRE_COMMIT, POST_COMMIT -> files.mark(marker, false);
        case COMMIT -> {
          if (!made) {
            way.commit(site);
            files.made();
          }
          // In the window nothing waits for the disk: a crash of the machine ends the set anyway.
          files.mark(marker, false);
        }
        case PRE_FINAL_COMMIT -> {
          site.forceCopy();
          way.check(site);
          files.tidy(settings.threads(), work.stop);
          files.mark(marker, true);
        }
        case POST_FINAL_COMMIT -> {
          site.forceCopy();
          files.mark(marker, true);
          work.seen = TreePass.Tree.nothing();
        }
        case ABORT_SNAPSHOTS, DELETE_SNAPSHOTS ->
            throw new IllegalArgumentException("expected a step of a creation, but got " + step);
      }
    }
  }

  private Site open(FileCalls calls, Marker marker, Work work) throws Exception {
    Volume volume = marker.snapshot().volume();
    int source = calls.openDirectory(volume.path());
    try {
      if (!calls.stat(source).identity().equals(work.source)) {
        throw new ProviderException(
            Fault.expected(
                Failure.BAD_STATE,
                volume + " to be the directory that it was at BeginPrepare",
                "another one is mounted or lies there now"));
      }
      try (Store store = stores.make(calls, work.source, volume)) {
        CopyFiles files = store.make(name(marker.snapshot()));
        return new Site(calls, work, files, settings.threads(), source);
      }
    } catch (Exception failed) {
      calls.close(source);
      throw failed;
    }
  }

  private void begin(Site site) throws Exception {
    TreeCount.Count count = site.count();
    Volume volume = site.work().snapshot().volume();
    Optional<Fault> inside = mounted(volume, count.leftOut());
    if (inside.isPresent()) {
      throw new ProviderException(inside.get());
    }
    site.counted(count);
    way.begin(site);
    within(List.of(site.work()), volume.toString());
  }

  private void within(List<Marker> markers) throws ProviderException {
    List<Work> all = new ArrayList<>();
    for (Marker marker : markers) {
      all.add(known(marker.snapshot()));
    }
    within(all, markers.size() + " volumes");
  }

  private void within(List<Work> all, String what) throws ProviderException {
    Duration estimate = all.stream().map(Work::estimate).reduce(Duration.ZERO, Duration::plus);
    if (estimate.compareTo(settings.budget()) > 0) {
      throw new ProviderException(
          Fault.expected(
              Failure.PROVIDER_VETO,
              "to commit " + what + " within the budget of " + settings.budget().toMillis() + " ms",
              "by what was measured it takes " + estimate.toMillis() + " ms"));
    }
  }

  @Override
  public void delete(SnapshotId snapshot) throws Exception {
    discard(snapshot);
  }

  @Override
  public void discard(SnapshotId snapshot) throws Exception {
    Optional<Work> work = Optional.ofNullable(works.get(snapshot));
    if (work.isPresent()) {
      work.get().stop.stop();
      work.get().lock.lockInterruptibly();
    }
    try (FileCalls calls = new FileCalls()) {
      for (Path base : stores.bases()) {
        Optional<Store> found = Store.find(calls, base, id.name());
        if (found.isPresent()) {
          try (Store store = found.get()) {
            store.remove(name(snapshot), settings.threads(), new Stop());
          }
        }
      }
      work.ifPresent(done -> works.remove(snapshot, done));
    } catch (SystemCallException failed) {
      throw because(failed.fault("to remove " + snapshot), failed);
    } finally {
      work.ifPresent(held -> held.lock.unlock());
    }
  }

  @Override
  public List<Marker> copies() throws Exception {
    List<Marker> markers = new ArrayList<>();
    try (FileCalls calls = new FileCalls()) {
      Set<FileKey> seen = new HashSet<>();
      for (Path base : stores.bases()) {
        Optional<Store> found = Store.find(calls, base, id.name());
        if (found.isPresent()) {
          try (Store store = found.get()) {
            // One file system may be mounted at several places.
            if (seen.add(store.base())) {
              list(store, markers);
            }
          }
        }
      }
    }
    return List.copyOf(markers);
  }

  private void list(Store store, List<Marker> markers) throws Exception {
    Set<String> busy = new HashSet<>();
    works.keySet().forEach(snapshot -> busy.add(name(snapshot)));
    for (String name : store.names()) {
      Optional<CopyFiles> found = Store.isRemoved(name) ? Optional.empty() : store.find(name);
      Optional<Marker> marker = Optional.empty();
      if (found.isPresent()) {
        try (CopyFiles files = found.get()) {
          marker = files.marker();
        }
      }
      if (marker.isPresent()) {
        markers.add(marker.get());
      } else if (!busy.contains(name)) {
        // A life before ended while it began or removed a copy.
        store.remove(name, settings.threads(), new Stop());
      }
    }
  }

  @Override
  public Optional<Path> place(SnapshotId snapshot) throws Exception {
    try (FileCalls calls = new FileCalls()) {
      for (Path base : stores.bases()) {
        Optional<Store> found = Store.find(calls, base, id.name());
        if (found.isPresent()) {
          try (Store store = found.get()) {
            Optional<CopyFiles> copy = store.find(name(snapshot));
            if (copy.isPresent()) {
              try (CopyFiles files = copy.get()) {
                return files.isMade() ? Optional.of(files.content()) : Optional.empty();
              }
            }
          }
        }
      }
      return Optional.empty();
    }
  }

  /** A name of a fixed length: a volume's path may be longer than a file name can be. */
  private static String name(SnapshotId snapshot) {
    List<String> parts =
        List.of(snapshot.set().name(), snapshot.volume().host().name(), snapshot.volume().path());
    return Digest.of("copy", parts).hex();
  }
}
