package io.lull.protocol.certificate;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.WriterId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Follows the chain of one set, from the plan to the last attestation. */
final class Issuer {
  private final CoordinatorRecord record;
  private final Map<WriterId, WriterPart> writers = new HashMap<>();
  private final Map<ProviderId, ProviderPart> providers = new HashMap<>();
  private final Map<WriterId, Hold> holds = new HashMap<>();
  private final Digest holdsDigest;
  private final Digest receiptsDigest;
  private final List<Fault> flaws = new ArrayList<>();

  private Issuer(CoordinatorRecord record) {
    this.record = record;
    record.participants().writers().forEach(part -> writers.put(part.writer(), part));
    record.participants().providers().forEach(part -> providers.put(part.provider(), part));
    record.holds().forEach(hold -> holds.put(hold.writer(), hold));
    this.holdsDigest = Chain.ofHolds(record.set(), record.epoch(), record.holds());
    this.receiptsDigest = Chain.ofReceipts(record.set(), record.epoch(), record.receipts());
  }

  static Issue issue(CoordinatorRecord record) {
    Issuer issuer = new Issuer(record);
    issuer.followTheChain();
    // What went wrong first explains the rest.
    return issuer.flaws.isEmpty()
        ? new Issue.Issued(issuer.certificate())
        : new Issue.Withheld(issuer.flaws.getFirst());
  }

  private Certificate certificate() {
    Grading grading = new Grading(record.participants(), record.unusable());
    return new Certificate(
        record.set(),
        record.epoch(),
        grading.grade(),
        grading.instant(),
        record.participants(),
        record.holds(),
        holdsDigest,
        record.receipts(),
        receiptsDigest,
        record.attestations(),
        record.unusable());
  }

  /** In the order in which things happened. */
  private void followTheChain() {
    plan();
    oneEach("hold", writers.keySet(), record.holds(), Hold::writer);
    once("hold token", record.holds(), Hold::token);
    record.holds().forEach(this::hold);
    oneEach("receipt", providers.keySet(), record.receipts(), Receipt::provider);
    record.receipts().forEach(this::receipt);
    record.attestations().forEach(this::end);
    oneEach("attestation", writers.keySet(), record.attestations(), Attestation::writer);
    record.attestations().forEach(this::attestation);
  }

  private void plan() {
    Participants plan = record.participants();
    once("part", plan.writers(), WriterPart::writer);
    once("part", plan.providers(), ProviderPart::provider);
    once(
        "copy",
        plan.providers().stream().flatMap(part -> part.volumes().stream()).toList(),
        Function.identity());
  }

  private void hold(Hold hold) {
    WriterPart part = writers.get(hold.writer());
    expect(
        part != null && hold.incarnation().equals(part.incarnation()),
        "the hold of " + hold.writer() + " in the life that was planned",
        "it is of incarnation " + hold.incarnation());
  }

  private void receipt(Receipt receipt) {
    String expected = "the receipt of " + receipt.provider() + " for ";
    ProviderPart part = providers.get(receipt.provider());
    expect(
        receipt.set().equals(record.set()) && receipt.epoch().equals(record.epoch()),
        expected + record.set() + " e" + record.epoch(),
        "it is for " + receipt.set() + " e" + receipt.epoch());
    expect(
        part != null && receipt.incarnation().equals(part.incarnation()),
        expected + "the life that was planned",
        "it is of incarnation " + receipt.incarnation());
    expect(
        part != null && receipt.volumes().equals(part.volumes()),
        expected + "the volumes that were planned",
        "it is for " + receipt.volumes());
    expect(
        receipt.holds().equals(holdsDigest),
        expected + "all holds, " + holdsDigest,
        "it is for " + receipt.holds());
  }

  private void end(Attestation word) {
    String expected = "the hold of " + word.writer() + " to stand until its Thaw";
    switch (word.end()) {
      case HELD -> {}
      case LAPSED -> flaw(Failure.HOLD_LAPSED, expected, "it had lapsed");
      case NOT_HELD -> flaw(Failure.NOT_HELD, expected, "there was none");
    }
  }

  private void attestation(Attestation word) {
    String expected = "the attestation of " + word.writer() + " for ";
    Hold hold = holds.get(word.writer());
    expect(
        word.set().equals(record.set()) && word.epoch().equals(record.epoch()),
        expected + record.set() + " e" + record.epoch(),
        "it is for " + word.set() + " e" + word.epoch());
    expect(
        hold != null && word.incarnation().equals(hold.incarnation()),
        expected + "the life that froze",
        "it is of incarnation " + word.incarnation());
    expect(
        hold != null && word.token().equals(hold.token()),
        expected + "the hold that was acknowledged",
        "it is for " + word.token());
    expect(
        word.receipts().equals(receiptsDigest),
        expected + "all receipts, " + receiptsDigest,
        "it is for " + word.receipts());
  }

  private <K extends Comparable<K>, V> void oneEach(
      String what, Set<K> parties, List<V> records, Function<V, K> party) {
    Set<K> missing = new TreeSet<>(parties);
    for (V one : records) {
      K of = party.apply(one);
      missing.remove(of);
      expect(parties.contains(of), what + "s of participants only", "there is one of " + of);
    }
    missing.forEach(of -> expect(false, "the " + what + " of " + of, "there is none"));
    once(what, records, party);
  }

  private <V> void once(String what, List<V> records, Function<V, ?> key) {
    Set<Object> seen = new HashSet<>();
    for (V one : records) {
      Object of = key.apply(one);
      expect(seen.add(of), "one " + what + " of " + of, "there are more");
    }
  }

  private void expect(boolean well, String expected, String but) {
    if (!well) {
      flaw(Failure.CERTIFICATE_REFUSED, expected, but);
    }
  }

  private void flaw(Failure failure, String expected, String but) {
    flaws.add(Fault.expected(failure, expected, but));
  }
}
