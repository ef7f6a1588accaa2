package io.lull.provider.btrfs;

import io.lull.kernel.Descriptor;
import io.lull.kernel.Subvolumes;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderStep;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes copies as read-only snapshots of btrfs subvolumes. */
public final class BtrfsProvider implements Provider {
  private final HostId host;
  private final Location location;
  private final Nested nested;
  private final Map<SnapshotId, Prepared> prepared = new ConcurrentHashMap<>();
  private final AtomicBoolean listed = new AtomicBoolean();

  BtrfsProvider(HostId host, Location location, Nested nested) {
    this.host = host;
    this.location = location;
    this.nested = nested;
  }

  /** A copy that has to be made, and what of. */
  private record Cut(Container container, Source source) {}

  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  @Override
  public ProviderKind kind() {
    return ProviderKind.SOFTWARE;
  }

  @Override
  public boolean atomic() {
    return true;
  }

  @Override
  public Optional<Path> writesTo(Volume volume) {
    return Optional.of(Path.of(volume.path()));
  }

  @Override
  public Optional<Fault> accepts(Volume volume) throws Exception {
    if (!volume.host().equals(host)) {
      return Optional.of(
          Fault.expected(
              Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER, "a volume of " + host, "it is " + volume));
    }
    try (Source source = Source.open(volume)) {
      checkNested(source);
      Rights.check(source);
      return Optional.empty();
    } catch (SystemCallException failed) {
      return Optional.of(BtrfsFaults.of(volume.toString(), failed));
    } catch (ProviderException refused) {
      return Optional.of(refused.fault());
    }
  }

  @Override
  public void run(ProviderStep step, List<Marker> markers, boolean writable) throws Exception {
    attempt(
        "a copy at " + step,
        () -> {
          switch (step) {
            case BEGIN_PREPARE -> each(markers, this::begin);
            case END_PREPARE -> each(markers, this::endPrepare);
            case PRE_COMMIT -> each(markers, this::preCommit);
            case COMMIT -> commit(markers);
            case POST_COMMIT -> each(markers, this::postCommit);
            case PRE_FINAL_COMMIT, POST_FINAL_COMMIT ->
                each(markers, marker -> open(marker, writable));
            case ABORT_SNAPSHOTS, DELETE_SNAPSHOTS ->
                throw new IllegalArgumentException("expected a step of a creation, not " + step);
          }
        });
  }

  @FunctionalInterface
  private interface MarkerWork {
    void on(Marker marker) throws Exception;
  }

  private static void each(List<Marker> markers, MarkerWork work) throws Exception {
    for (Marker marker : markers) {
      work.on(marker);
    }
  }

  private void begin(Marker marker) throws Exception {
    Source source = Source.open(marker.snapshot().volume());
    CopyDirectory copies;
    try {
      copies = location.open(source);
    } catch (IOException | ProviderException refused) {
      source.close();
      throw refused;
    }
    Prepared before = prepared.put(marker.snapshot(), new Prepared(source, copies));
    if (before != null) {
      before.close();
    }
    copies.mark(marker);
  }

  private void endPrepare(Marker marker) throws Exception {
    Prepared own = prepared(marker.snapshot());
    checkNested(own.source());
    own.copies().mark(marker);
    // What is written now need not be written while everybody stands still.
    own.source().directory().forceFileSystem();
  }

  private void checkNested(Source source) throws Exception {
    source.checkNested(nested, location.path(source));
  }

  private void preCommit(Marker marker) throws Exception {
    Prepared own = prepared(marker.snapshot());
    own.source().checkPath();
    own.copies().mark(marker);
  }

  /** All markers first: the first snapshot brings them to the disk with itself. */
  private void commit(List<Marker> markers) throws Exception {
    List<Cut> cuts = new ArrayList<>();
    try {
      for (Marker marker : markers) {
        Prepared own = prepared(marker.snapshot());
        Container container = container(own.copies(), marker.snapshot());
        cuts.add(new Cut(container, own.source()));
        if (container.isMade()) {
          checkSame(container, marker);
        } else {
          container.mark(marker);
        }
      }
      for (Cut cut : cuts) {
        if (Thread.interrupted()) {
          // Nobody waits for the rest, and what is there already will be discarded.
          throw new InterruptedException("expected time for all copies of a set");
        }
        if (!cut.container().isMade()) {
          cut.container().cut(cut.source().directory());
        }
      }
    } finally {
      cuts.forEach(cut -> cut.container().close());
    }
  }

  /** A copy that was made under other holds must never be said to be made under these. */
  private static void checkSame(Container container, Marker marker) throws Exception {
    if (!container.marker().equals(Optional.of(marker))) {
      throw new ProviderException(
          Fault.expected(
              Failure.BAD_STATE,
              "no copy of " + marker.snapshot() + " before its Commit",
              "there is one that was made under another receipt"));
    }
  }

  private void postCommit(Marker marker) throws Exception {
    Prepared own = prepared(marker.snapshot());
    // One that was made after the first look is an empty directory in the copy.
    checkNested(own.source());
    own.copies().mark(marker);
  }

  private void open(Marker marker, boolean writable) throws Exception {
    try (CopyDirectory copies = holding(marker.snapshot());
        Container container = container(copies, marker.snapshot())) {
      try (Descriptor copy = copy(container, marker.snapshot())) {
        if (Subvolumes.isWritable(copy) && !writable) {
          // What writers have added has to be in the copy before it is closed.
          copy.forceFileSystem();
        }
        if (Subvolumes.isWritable(copy) != writable) {
          Subvolumes.writable(copy, writable);
        }
      }
      copies.mark(marker);
    }
    release(marker.snapshot());
  }

  private Prepared prepared(SnapshotId snapshot) throws ProviderException {
    Prepared own = prepared.get(snapshot);
    if (own == null) {
      throw missing(snapshot, "a prepared copy");
    }
    return own;
  }

  private static Container container(CopyDirectory copies, SnapshotId snapshot) throws Exception {
    return copies.container(snapshot).orElseThrow(() -> missing(snapshot, "a prepared copy"));
  }

  private static Descriptor copy(Container container, SnapshotId snapshot) throws Exception {
    return container.copy().orElseThrow(() -> missing(snapshot, "a copy"));
  }

  private static ProviderException missing(SnapshotId snapshot, String what) {
    return new ProviderException(
        Fault.expected(Failure.OBJECT_NOT_FOUND, what + " named " + snapshot, "there is none"));
  }

  /** The place that a copy lies in. */
  private CopyDirectory holding(SnapshotId snapshot) throws Exception {
    List<CopyDirectory> all = location.openAll();
    Optional<CopyDirectory> holding = Optional.empty();
    try {
      for (CopyDirectory copies : all) {
        if (holding.isEmpty() && contains(copies, snapshot)) {
          holding = Optional.of(copies);
        }
      }
    } finally {
      CopyDirectory kept = holding.orElse(null);
      all.stream().filter(copies -> copies != kept).forEach(CopyDirectory::close);
    }
    return holding.orElseThrow(() -> missing(snapshot, "a copy"));
  }

  /** What is done in a place that copies may lie in. */
  @FunctionalInterface
  private interface Look {
    void into(CopyDirectory copies) throws Exception;
  }

  /** Looks into all of them, and closes all, whatever becomes of it. */
  private void inAll(Look look) throws Exception {
    List<CopyDirectory> all = location.openAll();
    try {
      for (CopyDirectory copies : all) {
        look.into(copies);
      }
    } finally {
      all.forEach(CopyDirectory::close);
    }
  }

  private static boolean contains(CopyDirectory copies, SnapshotId snapshot) throws Exception {
    Optional<Container> container = copies.container(snapshot);
    container.ifPresent(Container::close);
    return container.isPresent();
  }

  private void release(SnapshotId snapshot) {
    Prepared own = prepared.remove(snapshot);
    if (own != null) {
      own.close();
    }
  }

  @Override
  public void delete(SnapshotId snapshot) throws Exception {
    release(snapshot);
    attempt("the removal of " + snapshot, () -> inAll(copies -> copies.remove(snapshot)));
  }

  @Override
  public void discard(SnapshotId snapshot) throws Exception {
    delete(snapshot);
  }

  @Override
  public List<Marker> copies() throws Exception {
    // Nothing is begun before the first list of a life is made.
    boolean first = !listed.getAndSet(true);
    // The same file system may be mounted at several places.
    Map<SnapshotId, Marker> found = new TreeMap<>();
    inAll(
        copies -> {
          if (first) {
            copies.sweep();
          }
          copies.markers().stream()
              .filter(marker -> marker.snapshot().volume().host().equals(host))
              .forEach(marker -> found.put(marker.snapshot(), marker));
        });
    return List.copyOf(found.values());
  }

  @Override
  public Optional<Path> place(SnapshotId snapshot) throws Exception {
    List<Path> places = new ArrayList<>();
    inAll(copies -> copies.place(snapshot).ifPresent(places::add));
    return places.stream().findFirst();
  }

  /** Known where quotas are on, as of the last transaction. */
  @Override
  public OptionalLong usage(SnapshotId snapshot) throws Exception {
    List<Long> usages = new ArrayList<>();
    inAll(copies -> copies.usage(snapshot).ifPresent(usages::add));
    return usages.stream().mapToLong(Long::longValue).findFirst();
  }

  private static void attempt(String what, Work work) throws Exception {
    try {
      work.run();
    } catch (SystemCallException failed) {
      throw new ProviderException(BtrfsFaults.of(what, failed));
    }
  }
}
