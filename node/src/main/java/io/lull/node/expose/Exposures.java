package io.lull.node.expose;

import io.lull.cluster.config.message.HostMessage.Expose;
import io.lull.cluster.config.message.HostMessage.ToExpose;
import io.lull.cluster.config.message.HostReply.Exposed;
import io.lull.cluster.config.message.HostReply.Outcome;
import io.lull.kernel.Descriptor;
import io.lull.kernel.Errno;
import io.lull.kernel.Mount;
import io.lull.kernel.Mounts;
import io.lull.kernel.SystemCallException;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.provider.Marker;
import io.lull.provider.Workers;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/**
 * Shows the copies of a host at places that somebody chose, and takes them away again.
 *
 * <p>Nothing of it is remembered: what is shown is what the kernel says is mounted, so that it
 * outlives the node and is found by the next one. Every call may wait for a disk.
 */
public final class Exposures {
  static final int AT_ONCE = 8;

  private final Map<ProviderId, Provider> providers;
  private final Semaphore free = new Semaphore(AT_ONCE);

  /** Copies that are being removed; none of them is shown any more. */
  private final Set<SnapshotId> leaving = new HashSet<>();

  public Exposures(Map<ProviderId, Provider> providers) {
    this.providers = Map.copyOf(providers);
  }

  /** The providers, each of which takes a copy out of sight before it removes it. */
  public SortedMap<ProviderId, Provider> guarded() {
    SortedMap<ProviderId, Provider> guarded = new TreeMap<>();
    providers.forEach((id, provider) -> guarded.put(id, new Guarded(provider, this)));
    return guarded;
  }

  /** Does what a coordinator asks for on a thread of its own, and answers him. */
  public void begin(Expose asked, Workers workers) {
    if (!free.tryAcquire()) {
      answer(
          asked,
          Optional.of(
              Fault.expected(
                  Failure.TOO_MANY_REQUESTS,
                  "at most " + AT_ONCE + " copies to be exposed at a time",
                  "as many are under way")));
      return;
    }
    workers.start(
        asked.order().provider() + "-expose",
        () -> {
          try {
            answer(asked, done(asked.order()));
          } finally {
            free.release();
          }
        });
  }

  private static void answer(Expose asked, Optional<Fault> refused) {
    asked.replyTo().tell(new Exposed(new Outcome(refused)));
  }

  /** Empty if it is done, or was before; else why it is not. */
  Optional<Fault> done(ToExpose order) {
    try {
      Provider provider = provider(order);
      String place = place(provider, order.snapshot());
      if (order.path().isPresent()) {
        show(order.snapshot(), place, order.path().get());
      } else {
        hide(place);
      }
      return Optional.empty();
    } catch (RefusedExposure refused) {
      return Optional.of(refused.fault());
    } catch (ProviderException refused) {
      return Optional.of(refused.fault());
    } catch (SystemCallException refused) {
      return Optional.of(refused.fault("to change where " + order.snapshot() + " is shown"));
    } catch (Exception broken) {
      return Optional.of(
          Fault.expected(
              Failure.UNEXPECTED_PROVIDER_ERROR,
              "to learn where the copies of this host lie",
              "it failed with " + broken));
    }
  }

  /** Where a copy can be seen, of which the host's table of mounts tells. */
  public static Optional<String> of(Optional<Path> place) {
    try {
      return place.isEmpty()
          ? Optional.empty()
          : MountList.now().showing(real(place.get())).stream().map(Mount::point).findFirst();
    } catch (IOException unknown) {
      return Optional.empty();
    }
  }

  /** What removes a copy. */
  @FunctionalInterface
  interface Removal {
    void run() throws Exception;
  }

  /** Removes a copy that is not shown any more when that begins, nor while it lasts. */
  void leave(Provider provider, SnapshotId snapshot, Removal removal) throws Exception {
    synchronized (this) {
      leaving.add(snapshot);
    }
    try {
      try {
        Optional<Path> place = provider.place(snapshot);
        if (place.isPresent()) {
          take(real(place.get()), true);
        }
      } catch (Exception stays) {
        // The copy has to go all the same; whoever looks there finds an empty directory.
      }
      removal.run();
    } finally {
      synchronized (this) {
        leaving.remove(snapshot);
      }
    }
  }

  private Provider provider(ToExpose order) throws RefusedExposure {
    Provider provider = providers.get(order.provider());
    if (provider == null) {
      throw new RefusedExposure(
          Failure.PROVIDER_NOT_REGISTERED,
          order.provider() + " on this host",
          "it is not configured here");
    }
    return provider;
  }

  private static String place(Provider provider, SnapshotId snapshot) throws Exception {
    Optional<Marker> marker =
        provider.copies().stream().filter(copy -> copy.snapshot().equals(snapshot)).findFirst();
    if (marker.filter(Marker::created).isEmpty()) {
      throw new RefusedExposure(
          Failure.OBJECT_NOT_FOUND, "a finished copy " + snapshot, "there is none");
    }
    Optional<Path> place = provider.place(snapshot);
    if (place.isEmpty()) {
      throw new RefusedExposure(
          Failure.OBJECT_NOT_FOUND,
          "the copy " + snapshot + " to lie in a directory",
          "it lies in none, or is not mounted since the machine has started");
    }
    return real(place.get());
  }

  private static String real(Path place) throws IOException {
    return place.toRealPath().toString();
  }

  private void show(SnapshotId snapshot, String place, String path) throws Exception {
    List<String> copies = places();
    if (isShown(MountList.now(), place, path)) {
      return;
    }
    try (Descriptor copy = Descriptor.ofPlainDirectory(place);
        Descriptor target = target(path)) {
      checkEmpty(target, path);
      synchronized (this) {
        if (leaving.contains(snapshot)) {
          throw new RefusedExposure(
              Failure.OBJECT_NOT_FOUND, "the copy " + snapshot, "it is being deleted");
        }
        MountList table = MountList.now();
        if (!isShown(table, place, path)) {
          checkPlace(table, copies, target, path);
          Mounts.show(copy, target);
        }
      }
    }
  }

  /** Whether it is there already; a copy is shown at one place at a time. */
  private static boolean isShown(MountList table, String place, String path)
      throws RefusedExposure {
    List<String> shown = table.showing(place).stream().map(Mount::point).toList();
    if (shown.isEmpty() || shown.contains(path)) {
      return !shown.isEmpty();
    }
    throw new RefusedExposure(
        Failure.INVALID_ARGUMENT,
        "a copy that is exposed nowhere",
        "it is at " + shown.getFirst() + "; unexpose it first");
  }

  private static Descriptor target(String path) throws RefusedExposure {
    try {
      return Descriptor.ofPlainDirectory(path);
    } catch (SystemCallException none) {
      throw new RefusedExposure(
          none.is(Errno.EACCES) || none.is(Errno.EPERM)
              ? Failure.ACCESS_DENIED
              : Failure.INVALID_ARGUMENT,
          "an empty directory at " + path + ", and no symbolic link on the way to it",
          none.errno().map(Errno::meaning).orElse(String.valueOf(none.getMessage())));
    }
  }

  private static void checkEmpty(Descriptor target, String path) throws Exception {
    boolean empty =
        target.with(
            number -> {
              try (DirectoryStream<Path> inside =
                  Files.newDirectoryStream(Path.of("/proc/self/fd/" + number))) {
                return !inside.iterator().hasNext();
              } catch (IOException unreadable) {
                return false;
              }
            });
    if (!empty) {
      throw new RefusedExposure(
          Failure.INVALID_ARGUMENT, "an empty directory at " + path, "there is something in it");
    }
  }

  private static void checkPlace(
      MountList table, List<String> copies, Descriptor target, String path) throws Exception {
    if (table.isPoint(path)) {
      throw new RefusedExposure(
          Failure.INVALID_ARGUMENT,
          "a directory at " + path + " where nothing is mounted",
          "something is");
    }
    Optional<Spot> spot = table.spot(path);
    long mount = target.identity().mount();
    if (spot.isEmpty() || table.at(path).filter(known -> known.id() == mount).isEmpty()) {
      throw new RefusedExposure(
          Failure.INVALID_ARGUMENT,
          path + " to be what the table of mounts says that it is",
          "it is another directory");
    }
    for (String copy : copies) {
      if (table.spot(copy).filter(spot.get()::isIn).isPresent()) {
        throw new RefusedExposure(
            Failure.INVALID_ARGUMENT,
            "a directory that lies in no copy",
            path + " lies in the one at " + copy);
      }
    }
  }

  /** Where all copies of this host lie. */
  private List<String> places() throws Exception {
    List<String> places = new ArrayList<>();
    for (Provider provider : providers.values()) {
      for (Marker marker : provider.copies()) {
        Optional<Path> place = provider.place(marker.snapshot());
        if (place.isPresent()) {
          places.add(real(place.get()));
        }
      }
    }
    return places;
  }

  private void hide(String place) throws Exception {
    take(place, false);
    List<Mount> left = MountList.now().showing(place);
    if (!left.isEmpty()) {
      throw new RefusedExposure(
          Failure.BAD_STATE,
          "nothing of the copy to be left at " + left.getFirst().point(),
          "it is still there");
    }
  }

  private synchronized void take(String place, boolean lazily) throws Exception {
    for (Mount mount : MountList.now().showing(place)) {
      int slash = mount.point().lastIndexOf('/');
      String name = mount.point().substring(slash + 1);
      try (Descriptor parent =
          Descriptor.ofPlainDirectory(mount.point().substring(0, Math.max(1, slash)))) {
        if (mountAt(parent, name) == mount.id()) {
          Mounts.takeAway(parent, name, lazily);
        }
      } catch (SystemCallException busy) {
        if (!busy.is(Errno.EBUSY)) {
          throw busy;
        }
        throw new RefusedExposure(
            Failure.BAD_STATE,
            "nobody to use what is at " + mount.point(),
            "a process works in it or has a file of it open");
      }
    }
  }

  private static long mountAt(Descriptor parent, String name) throws SystemCallException {
    try (Descriptor there = parent.child(name)) {
      return there.identity().mount();
    }
  }
}
