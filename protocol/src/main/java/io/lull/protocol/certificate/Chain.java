package io.lull.protocol.certificate;

import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.SetId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** How the two digests of the chain are made; the order of the parties does not matter. */
public final class Chain {
  private Chain() {}

  /** What a Commit carries: one digest over every hold of the set. */
  public static Digest ofHolds(SetId set, Epoch epoch, Collection<Hold> holds) {
    List<String> parts = new ArrayList<>(List.of(set.name(), epoch.toString()));
    holds.stream()
        .sorted(Comparator.comparing(Hold::writer))
        .forEach(
            hold -> {
              parts.add(hold.writer().toString());
              parts.add(hold.incarnation().toString());
              parts.add(hold.token().hex());
            });
    return Digest.of("holds", parts);
  }

  /** What a Thaw carries: one digest over every commit receipt of the set. */
  public static Digest ofReceipts(SetId set, Epoch epoch, Collection<Receipt> receipts) {
    List<String> parts = new ArrayList<>(List.of(set.name(), epoch.toString()));
    receipts.stream()
        .sorted(Comparator.comparing(Receipt::provider))
        .forEach(
            receipt -> {
              parts.add(receipt.provider().toString());
              parts.add(receipt.epoch().toString());
              parts.add(receipt.incarnation().toString());
              parts.add(receipt.holds().hex());
              parts.add(Integer.toString(receipt.volumes().size()));
              receipt.volumes().forEach(volume -> parts.add(volume.toString()));
            });
    return Digest.of("receipts", parts);
  }
}
