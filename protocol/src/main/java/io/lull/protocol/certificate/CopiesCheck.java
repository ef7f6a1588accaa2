package io.lull.protocol.certificate;

import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Holds what a certificate says of each provider against what is kept with its copies. */
final class CopiesCheck {
  private final Claim claim;
  private final Certificate certificate;
  private final Objections objections;

  CopiesCheck(Claim claim, Objections objections) {
    this.claim = claim;
    this.certificate = claim.certificate();
    this.objections = objections;
  }

  /** Returns the copies that are kept with a receipt. */
  NavigableMap<Volume, ProviderRecord> check(List<ProviderRecord> records) {
    for (ProviderPart part : claim.providers().values()) {
      Receipt receipt = claim.receipts().get(part.provider());
      if (receipt != null) {
        receipt("provider " + part.provider(), receipt, part);
      }
    }
    NavigableMap<Volume, ProviderRecord> copies =
        objections.indexOf(
            claim.copies().keySet(),
            "volume",
            "a provider keeps a copy of it",
            records,
            record -> record.snapshot().volume());
    NavigableMap<Volume, ProviderRecord> kept = new TreeMap<>();
    for (Map.Entry<Volume, ProviderPart> planned : claim.copies().entrySet()) {
      ProviderRecord copy = copies.get(planned.getKey());
      if (copy != null) {
        copy(copy, planned.getValue());
        copy.receipt().ifPresent(_ -> kept.put(planned.getKey(), copy));
      }
    }
    return kept;
  }

  private void copy(ProviderRecord copy, ProviderPart part) {
    String whose = "volume " + copy.snapshot().volume();
    provider(whose, "the copy is kept by", copy.provider(), part);
    objections.same(
        Reason.SET_DIFFERS, whose, "the copy is of", copy.snapshot().set(), certificate.set());
    objections.same(Reason.CUT_DIFFERS, whose, "the copy is", copy.cut(), part.cut());
    objections.unless(copy.created(), Reason.COPY_UNFINISHED, whose, "the copy was never finished");
    objections.unless(
        copy.receipt().isPresent(),
        Reason.RECORD_MISSING,
        whose,
        "the copy is kept without a receipt");
    copy.receipt().ifPresent(receipt -> receipt(whose, receipt, part));
  }

  private void receipt(String whose, Receipt receipt, ProviderPart part) {
    String side = "the receipt is for";
    provider(whose, "the receipt is of", receipt.provider(), part);
    objections.same(Reason.SET_DIFFERS, whose, side, receipt.set(), certificate.set());
    objections.same(Reason.EPOCH_DIFFERS, whose, side, receipt.epoch(), certificate.epoch());
    objections.same(
        Reason.INCARNATION_DIFFERS,
        whose,
        "the receipt is of incarnation",
        receipt.incarnation(),
        part.incarnation());
    objections.same(Reason.VOLUMES_DIFFER, whose, side, receipt.volumes(), part.volumes());
  }

  private void provider(String whose, String side, ProviderId provider, ProviderPart part) {
    objections.same(Reason.RECORD_UNEXPECTED, whose, side, provider, part.provider());
  }
}
