package io.lull.protocol.certificate;

import static java.util.stream.Collectors.toSet;

import io.lull.protocol.id.ComponentId;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Function;

/**
 * Says whether everything that all parties recorded bears a certificate out.
 *
 * <p>It believes no party alone. Whatever the certificate says of a writer must be in its host's
 * own record, whatever it says of a copy must be kept with that copy, and both digests, the grade
 * and the instant are worked out again from those records. It shares no rule with the code that
 * issues certificates, so that one mistake cannot hide in both.
 */
public final class CertificateChecker {
  private final Claim claim;
  private final Certificate certificate;
  private final Evidence evidence;
  private final Objections objections;

  private CertificateChecker(Claim claim, Evidence evidence, Objections objections) {
    this.claim = claim;
    this.certificate = claim.certificate();
    this.evidence = evidence;
    this.objections = objections;
  }

  public static Verdict check(Certificate certificate, Evidence evidence) {
    Objections objections = new Objections();
    Claim claim = Claim.of(certificate, objections);
    new CertificateChecker(claim, evidence, objections).check();
    return objections.verdict();
  }

  private void check() {
    coordinator();
    Recount recount =
        new Recount(
            certificate.set(),
            certificate.epoch(),
            new HostsCheck(claim, objections).check(evidence.hosts()),
            new CopiesCheck(claim, objections).check(evidence.providers()),
            certificate.unusable().stream().map(ComponentId::writer).collect(toSet()));
    new ChainCheck(claim, objections).check(recount);
    String whose = "set " + certificate.set();
    objections.same(
        Reason.GRADE_WRONG, whose, "the records amount to", recount.grade(), certificate.grade());
    objections.same(
        Reason.INSTANT_WRONG,
        whose,
        "the records amount to",
        recount.instant(),
        certificate.instant());
  }

  private void coordinator() {
    CoordinatorRecord record = evidence.coordinator();
    String whose = "set " + certificate.set();
    String side = "the coordinator recorded";
    objections.same(Reason.SET_DIFFERS, whose, side, record.set(), certificate.set());
    objections.same(Reason.EPOCH_DIFFERS, whose, side, record.epoch(), certificate.epoch());
    objections.same(
        Reason.UNUSABLE_DIFFERS, whose, side, record.unusable(), certificate.unusable());
    Participants plan = record.participants();
    sameEach("writer", "part", claim.writers(), plan.writers(), WriterPart::writer);
    sameEach("provider", "part", claim.providers(), plan.providers(), ProviderPart::provider);
    sameEach("writer", "hold", claim.holds(), record.holds(), Hold::writer);
    sameEach("provider", "receipt", claim.receipts(), record.receipts(), Receipt::provider);
    sameEach(
        "writer", "attestation", claim.attestations(), record.attestations(), Attestation::writer);
  }

  private <K extends Comparable<K>, V> void sameEach(
      String kind, String what, NavigableMap<K, V> claimed, List<V> records, Function<V, K> owner) {
    String side = "the coordinator recorded its " + what;
    NavigableMap<K, V> recorded = objections.indexOf(claimed.keySet(), kind, side, records, owner);
    for (Map.Entry<K, V> entry : recorded.entrySet()) {
      V certified = claimed.get(entry.getKey());
      if (certified != null) {
        String whose = kind + " " + entry.getKey();
        objections.same(
            Reason.COORDINATOR_DIFFERS,
            whose,
            "the coordinator recorded",
            entry.getValue(),
            certified);
      }
    }
  }
}
