package io.lull.protocol.certificate;

import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SetId;
import io.lull.protocol.value.Sorted;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;

/**
 * The claim that a set is consistent, with all that shows it; kept with the set.
 *
 * <p>It is a plain record on purpose: a forged one must be readable, so that {@link
 * CertificateChecker} can say what is wrong with it. A good one comes from {@link #issue}.
 *
 * @param epoch the attempt whose window made the copies
 * @param holdsDigest what every Commit carried
 * @param receiptsDigest what every Thaw carried
 * @param unusable the components whose data may not be used because their writer failed for them
 */
public record Certificate(
    SetId set,
    Epoch epoch,
    Grade grade,
    SetInstant instant,
    Participants participants,
    List<Hold> holds,
    Digest holdsDigest,
    List<Receipt> receipts,
    Digest receiptsDigest,
    List<Attestation> attestations,
    SortedSet<ComponentId> unusable) {
  public Certificate {
    holds = Ordered.by(Hold::writer, holds);
    receipts = Ordered.by(Receipt::provider, receipts);
    attestations = Ordered.by(Attestation::writer, attestations);
    unusable = Sorted.set(unusable);
  }

  /** Weighs a coordinator's evidence; the one place where the grade of a set is decided. */
  public static Issue issue(CoordinatorRecord record) {
    return Issuer.issue(record);
  }

  /**
   * The grade of a set in which all holds stand, all copies are made and nobody fails any more.
   *
   * @param unusable what has failed so far; nothing of it can be used
   */
  public static Grade best(Participants participants, Collection<ComponentId> unusable) {
    return new Grading(participants, unusable).grade();
  }
}
