package io.lull.cli.stream.store;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.StreamKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which backups are needed together. */
public final class Chain {
  private final Map<SessionId, Manifest> bySession = new HashMap<>();

  public Chain(Collection<Manifest> backups) {
    backups.forEach(backup -> bySession.put(backup.session(), backup));
  }

  /**
   * The backups that make this one complete, the full one first.
   *
   * @throws IllegalStateException if one is missing, or does not go on where the one before ends
   */
  public List<Manifest> to(Manifest last) {
    List<Manifest> chain = new ArrayList<>(List.of(last));
    while (chain.getFirst().kind() == StreamKind.INCREMENTAL) {
      Manifest one = chain.getFirst();
      Manifest before = bySession.get(one.basis().orElseThrow());
      if (before == null) {
        throw new IllegalStateException(
            "backup "
                + one.session()
                + " builds on backup "
                + one.basis().orElseThrow()
                + ", which is not there");
      }
      // A ring of manifests would lead for ever from one to the next.
      if (!one.follows(before) || chain.contains(before)) {
        throw new IllegalStateException(
            "backup "
                + one.session()
                + " does not go on where backup "
                + before.session()
                + " ends: it has the logs from "
                + first(one)
                + " on, the other one those up to "
                + before.high());
      }
      chain.addFirst(before);
    }
    return chain;
  }

  private static Object first(Manifest one) {
    return one.required().isEmpty() ? "none" : one.required().generations().first();
  }

  /** The newest backup of an instance that another one may build on. */
  public Optional<Manifest> newest(HostId host, InstanceId instance) {
    return bySession.values().stream()
        .filter(Manifest::continued)
        .filter(backup -> backup.isOf(host, instance))
        .max(Comparator.comparing(Manifest::ended).thenComparing(Manifest::session));
  }
}
