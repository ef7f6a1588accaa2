package io.lull.protocol.window;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.Hold;
import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.value.Sorted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that happened in a window, journaled as one event after it.
 *
 * @param failure why the set is not good; absent when every writer was held until its Thaw
 * @param failed the writers by which it failed; nobody, if it failed by anything else
 * @param unconfirmed writers that have not said that they run again; they are asked until they do
 * @param frozen from the first Freeze sent to the last answer
 * @param moments when what happened; empty in what was journaled before it was kept
 */
public record WindowReport(
    SetId set,
    Epoch epoch,
    Optional<Fault> failure,
    List<FailedWriter> failed,
    List<Hold> holds,
    List<Receipt> receipts,
    List<Attestation> attestations,
    Set<WriterId> unconfirmed,
    Duration frozen,
    Optional<WindowMoments> moments) {
  public WindowReport {
    failed = List.copyOf(failed);
    holds = List.copyOf(holds);
    receipts = List.copyOf(receipts);
    attestations = List.copyOf(attestations);
    unconfirmed = Sorted.set(unconfirmed);
  }
}
