package io.lull.protocol.provider;

import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import java.util.List;

/** What a provider answers to a coordinator. */
public sealed interface ProviderReply {
  ProviderId provider();

  /** The stamp of the request that is answered. */
  Stamp stamp();

  /** The volume will be copied, or why it will not; the set stays usable either way. */
  record Begun(ProviderId provider, Stamp stamp, Volume volume, StepResult result)
      implements ProviderReply {}

  /** A deletion of these copies, or with an empty list of all, has ended like this. */
  record Deleted(ProviderId provider, Stamp stamp, List<SnapshotId> snapshots, StepResult result)
      implements ProviderReply {
    public Deleted {
      snapshots = List.copyOf(snapshots);
    }
  }

  /** A step other than Begin, a deletion and a successful Commit has ended like this. */
  record Stepped(ProviderId provider, Stamp stamp, ProviderStep step, StepResult result)
      implements ProviderReply {}

  /** The copies are made; the receipt says under which holds. */
  record Committed(ProviderId provider, Stamp stamp, Receipt receipt) implements ProviderReply {}

  /** The request was not taken up: it is late, out of order, or meant for another life. */
  record Refused(
      ProviderId provider, Stamp stamp, ProviderStep step, Incarnation incarnation, Fault fault)
      implements ProviderReply {}
}
