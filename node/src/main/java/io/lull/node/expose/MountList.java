package io.lull.node.expose;

import io.lull.kernel.Mount;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is mounted where at one moment, in the order in which the kernel lists it. */
record MountList(List<Mount> mounts) {
  /** What {@link io.lull.kernel.Mounts#show} gives a mount, and hardly anybody else. */
  private static final Set<String> CLOSED = Set.of("ro", "nosuid", "nodev", "noexec");

  MountList {
    mounts = List.copyOf(mounts);
  }

  static MountList now() throws IOException {
    return new MountList(Mount.all());
  }

  /** What a path without links leads into. */
  Optional<Mount> at(String path) {
    Optional<Mount> nearest = Optional.empty();
    for (Mount mount : mounts) {
      boolean nearer =
          nearest.map(known -> mount.point().length() >= known.point().length()).orElse(true);
      // Of several at one point the last one hides the others.
      if (nearer && leadsTo(mount.point(), path)) {
        nearest = Optional.of(mount);
      }
    }
    return nearest;
  }

  private static boolean leadsTo(String point, String path) {
    return point.equals("/") || path.equals(point) || path.startsWith(point + "/");
  }

  /** Which directory a path without links leads to. */
  Optional<Spot> spot(String path) {
    return at(path).map(mount -> spot(mount, path));
  }

  private static Spot spot(Mount mount, String path) {
    String below = path.substring(mount.point().equals("/") ? 0 : mount.point().length());
    boolean itself = below.isEmpty() || below.equals("/");
    String whole = mount.root().equals("/") && !itself ? "" : mount.root();
    return new Spot(mount.deviceMajor(), mount.deviceMinor(), itself ? whole : whole + below);
  }

  boolean isPoint(String path) {
    return mounts.stream().anyMatch(mount -> mount.point().equals(path));
  }

  /**
   * Where a copy is shown besides its own place: the mounts of exactly that directory which are
   * closed for everything but reading.
   */
  List<Mount> showing(String place) {
    Optional<Spot> copy = spot(place);
    return mounts.stream()
        .filter(mount -> !mount.point().equals(place) && mount.options().containsAll(CLOSED))
        .filter(
            mount ->
                copy.filter(
                        spot ->
                            spot.equals(
                                new Spot(mount.deviceMajor(), mount.deviceMinor(), mount.root())))
                    .isPresent())
        .toList();
  }
}
