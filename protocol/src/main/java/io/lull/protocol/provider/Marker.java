package io.lull.protocol.provider;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.SnapshotId;
import java.util.Optional;

/**
 * What a provider keeps with a copy, so that a later life of the host knows what it found.
 *
 * @param created whether the copy was finished; an unfinished one lives only if its session says so
 * @param receipt the commit receipt, once there is one
 */
public record Marker(
    SnapshotId snapshot,
    SessionId session,
    Epoch epoch,
    SlotEpoch slot,
    boolean created,
    Optional<Receipt> receipt) {
  /** The digest of the holds under which the copy was made, once it was. */
  public Optional<Digest> holds() {
    return receipt.map(Receipt::holds);
  }
}
