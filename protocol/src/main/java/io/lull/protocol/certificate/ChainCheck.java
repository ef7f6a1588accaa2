package io.lull.protocol.certificate;

/**
 * Holds every digest of the chain against the one worked out from the hosts' and copies' records.
 */
final class ChainCheck {
  private final Claim claim;
  private final Objections objections;

  ChainCheck(Claim claim, Objections objections) {
    this.claim = claim;
    this.objections = objections;
  }

  /** Works out no digest from records of which one is missing: that has its objection already. */
  void check(Recount recount) {
    if (recount.hosts().size() == claim.writers().size()) {
      recount.holdsDigest().ifPresent(holds -> commits(holds, recount));
    }
    if (recount.copies().size() == claim.copies().size()) {
      thaws(recount.receiptsDigest(), recount);
    }
  }

  private void commits(Digest holds, Recount recount) {
    Certificate certificate = claim.certificate();
    same(Reason.HOLDS_DIGEST_WRONG, "set " + certificate.set(), certificate.holdsDigest(), holds);
    for (Receipt receipt : claim.receipts().values()) {
      String whose = "provider " + receipt.provider();
      same(Reason.HOLDS_DIGEST_WRONG, whose, receipt.holds(), holds);
    }
    for (ProviderRecord copy : recount.copies().values()) {
      String whose = "volume " + copy.snapshot().volume();
      copy.receipt().ifPresent(kept -> same(Reason.HOLDS_DIGEST_WRONG, whose, kept.holds(), holds));
    }
  }

  private void thaws(Digest receipts, Recount recount) {
    Certificate certificate = claim.certificate();
    String set = "set " + certificate.set();
    same(Reason.RECEIPTS_DIGEST_WRONG, set, certificate.receiptsDigest(), receipts);
    for (Attestation word : claim.attestations().values()) {
      same(Reason.RECEIPTS_DIGEST_WRONG, "writer " + word.writer(), word.receipts(), receipts);
    }
    recount
        .hosts()
        .forEach(
            (writer, host) ->
                objections.unless(
                    host.receipts().filter(receipts::equals).isPresent(),
                    Reason.RECEIPTS_DIGEST_WRONG,
                    "writer " + writer,
                    "the host was not thawed with the receipts of all copies"));
  }

  private void same(Reason reason, String whose, Digest said, Digest worked) {
    objections.unless(
        said.equals(worked),
        reason,
        whose,
        "expected the digest " + worked + ", but it is " + said);
  }
}
