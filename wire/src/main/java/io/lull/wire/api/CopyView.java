package io.lull.wire.api;

import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SnapshotId;
import java.util.Optional;

/**
 * One copy of a set.
 *
 * @param place the directory on the provider's host where its content lies, if it lies in one
 * @param exposed where on that host it is shown besides, if somebody asked for that
 */
public record CopyView(
    SnapshotId snapshot, ProviderId provider, Optional<String> place, Optional<String> exposed) {
  /** A copy that is shown nowhere else. */
  public CopyView(SnapshotId snapshot, ProviderId provider, Optional<String> place) {
    this(snapshot, provider, place, Optional.empty());
  }
}
