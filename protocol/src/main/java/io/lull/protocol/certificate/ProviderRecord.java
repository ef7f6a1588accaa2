package io.lull.protocol.certificate;

import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SnapshotId;
import java.util.Optional;

/**
 * What a provider itself keeps with one of its copies.
 *
 * @param created whether the copy was finished
 * @param cut how the copy was made
 * @param receipt the receipt of the commit that made it; the same with every copy of that commit
 */
public record ProviderRecord(
    ProviderId provider,
    SnapshotId snapshot,
    boolean created,
    Cut cut,
    Optional<Receipt> receipt) {}
