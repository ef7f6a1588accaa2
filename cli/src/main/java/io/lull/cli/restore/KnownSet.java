package io.lull.cli.restore;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api;
import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.wire.api.Copies;
import io.lull.wire.api.NodeView;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * What a node knows of a set.
 *
 * @param host the node's
 * @param here whether it is this machine
 */
public record KnownSet(
    HostId host, boolean here, Copies copies, Optional<BackupDocument> document) {
  public static KnownSet of(Api api, SetId set) {
    return new KnownSet(
        api.get("/v1/node", NodeView.class).host(),
        api.address().isHere(),
        api.get("/v1/sets/" + set + "/copies", Copies.class),
        api.find("/v1/sets/" + set + "/document", BackupDocument.class));
  }

  /** What these names of components mean, or everything that was stored whole if there are none. */
  public Wanted wanted(Collection<String> components) {
    return Wanted.of(
        document.orElseThrow(
            () ->
                Trouble.of(
                    ExitCode.REFUSED,
                    "expected a set that was completed, but "
                        + copies.set()
                        + " has no backup document",
                    "Take its files out with --to DIR")),
        components,
        host);
  }

  public Sources sources(Collection<Volume> volumes) {
    return Sources.of(copies, volumes, host, here);
  }

  /** Those of which it has copies. */
  public Collection<Volume> volumes() {
    return copies.copies().stream().map(copy -> copy.snapshot().volume()).toList();
  }

  /** What is taken out if these are named, or everything if none are. */
  Taken taken(Collection<String> components) {
    Collection<Volume> volumes = volumes();
    Set<ComponentId> picked = Set.of();
    if (!components.isEmpty()) {
      Wanted wanted = wanted(components);
      picked = wanted.picked();
      volumes = wanted.volumes();
    }
    if (volumes.isEmpty()) {
      throw Trouble.of(
          ExitCode.REFUSED, "expected copies, but set " + copies.set() + " has none", "");
    }
    return new Taken(picked, sources(volumes));
  }

  /** Copies, and the components of which they are all. */
  record Taken(Set<ComponentId> components, Sources sources) {}
}
