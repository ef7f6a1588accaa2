package io.lull.wire.api;

import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SnapshotId;
import java.util.Optional;

/**
 * One copy of a set.
 *
 * @param place the directory on the provider's host where its content lies, if it lies in one
 */
public record CopyView(SnapshotId snapshot, ProviderId provider, Optional<String> place) {}
