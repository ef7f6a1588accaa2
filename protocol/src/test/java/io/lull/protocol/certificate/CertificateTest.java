package io.lull.protocol.certificate;

import static io.lull.protocol.certificate.EvidenceFixture.EPOCH;
import static io.lull.protocol.certificate.EvidenceFixture.SET;
import static io.lull.protocol.certificate.EvidenceFixture.token;
import static io.lull.protocol.certificate.EvidenceFixture.writerId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SetId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** When a certificate is issued, and why one is withheld. */
class CertificateTest {
  private static final CoordinatorRecord GOOD =
      new EvidenceFixture()
          .writer("a/db", HoldKind.APPLICATION, "a:/db")
          .writer("b/kv", HoldKind.APPLICATION, "b:/kv")
          .provider("a/btrfs", "a:/db")
          .provider("b/btrfs", "b:/kv")
          .coordinator();

  @Test
  void whole_evidence_earns_a_certificate_that_carries_all_of_it() {
    Certificate certificate = ((Issue.Issued) Certificate.issue(GOOD)).certificate();

    assertThat(certificate)
        .isEqualTo(
            new Certificate(
                SET,
                EPOCH,
                Grade.APPLICATION,
                SetInstant.COMMON,
                GOOD.participants(),
                GOOD.holds(),
                Chain.ofHolds(SET, EPOCH, GOOD.holds()),
                GOOD.receipts(),
                Chain.ofReceipts(SET, EPOCH, GOOD.receipts()),
                GOOD.attestations(),
                GOOD.unusable()));
  }

  @Test
  void a_lapsed_hold_withholds_it_by_that_name() {
    assertThat(withheld(attested(word -> ended(word, HoldEnd.LAPSED))))
        .isEqualTo(
            "L-102 HOLD_LAPSED: expected the hold of a/db to stand until its Thaw,"
                + " but it had lapsed");
  }

  @Test
  void a_hold_that_was_not_there_withholds_it_by_that_name() {
    assertThat(withheld(attested(word -> ended(word, HoldEnd.NOT_HELD))))
        .isEqualTo(
            "L-103 NOT_HELD: expected the hold of a/db to stand until its Thaw, but there was"
                + " none");
  }

  @Test
  void a_missing_doubled_or_strange_record_withholds_it() {
    assertThat(withheld(held(List.of(GOOD.holds().getLast()))))
        .contains("expected the hold of a/db, but there is none");
    assertThat(withheld(committed(List.of(GOOD.receipts().getFirst()))))
        .contains("expected the receipt of b/btrfs, but there is none");
    assertThat(withheld(attested(List.of(GOOD.attestations().getFirst()))))
        .contains("expected the attestation of b/kv, but there is none");
    assertThat(withheld(attested(plus(GOOD.attestations(), GOOD.attestations().getFirst()))))
        .contains("expected one attestation of a/db, but there are more");
    Hold stranger = new Hold(writerId("c/x"), life(), token(writerId("c/x")));
    assertThat(withheld(held(plus(GOOD.holds(), stranger))))
        .contains("expected holds of participants only, but there is one of c/x");
  }

  @Test
  void a_hold_of_another_life_or_with_somebody_elses_token_withholds_it() {
    Hold db = GOOD.holds().getFirst();
    Hold kv = GOOD.holds().getLast();
    Hold restarted = new Hold(db.writer(), db.incarnation().next(), db.token());
    assertThat(withheld(held(List.of(restarted, kv)))).contains("in the life that was planned");
    Hold shared = new Hold(kv.writer(), kv.incarnation(), db.token());
    assertThat(withheld(held(List.of(db, shared)))).contains("expected one hold token of");
  }

  @Test
  void a_receipt_that_does_not_fit_withholds_it() {
    assertThat(
            withheld(
                committed(
                    r ->
                        new Receipt(
                            r.provider(),
                            new SetId("old"),
                            r.epoch(),
                            r.incarnation(),
                            r.holds(),
                            r.volumes()))))
        .contains("expected the receipt of a/btrfs for set1 e3, but it is for old e3");
    assertThat(
            withheld(
                committed(
                    r ->
                        new Receipt(
                            r.provider(),
                            r.set(),
                            r.epoch(),
                            r.incarnation().next(),
                            r.holds(),
                            r.volumes()))))
        .contains("for the life that was planned");
    assertThat(
            withheld(
                committed(
                    r ->
                        new Receipt(
                            r.provider(),
                            r.set(),
                            r.epoch(),
                            r.incarnation(),
                            r.holds(),
                            EvidenceFixture.volumes("a:/other")))))
        .contains("for the volumes that were planned");
    assertThat(
            withheld(
                committed(
                    r ->
                        new Receipt(
                            r.provider(),
                            r.set(),
                            r.epoch(),
                            r.incarnation(),
                            Digest.of("holds", List.of()),
                            r.volumes()))))
        .contains("for all holds");
  }

  @Test
  void an_attestation_that_does_not_fit_withholds_it() {
    assertThat(
            withheld(
                attested(
                    w ->
                        new Attestation(
                            w.writer(),
                            w.set(),
                            w.epoch().next(),
                            w.incarnation(),
                            w.token(),
                            w.end(),
                            w.receipts()))))
        .contains("expected the attestation of a/db for set1 e3, but it is for set1 e4");
    assertThat(
            withheld(
                attested(
                    w ->
                        new Attestation(
                            w.writer(),
                            w.set(),
                            w.epoch(),
                            w.incarnation().next(),
                            w.token(),
                            w.end(),
                            w.receipts()))))
        .contains("for the life that froze");
    assertThat(
            withheld(
                attested(
                    w ->
                        new Attestation(
                            w.writer(),
                            w.set(),
                            w.epoch(),
                            w.incarnation(),
                            token(writerId("a/other")),
                            w.end(),
                            w.receipts()))))
        .contains("for the hold that was acknowledged");
    assertThat(
            withheld(
                attested(
                    w ->
                        new Attestation(
                            w.writer(),
                            w.set(),
                            w.epoch(),
                            w.incarnation(),
                            w.token(),
                            w.end(),
                            Digest.of("receipts", List.of())))))
        .contains("for all receipts");
  }

  @Test
  void a_plan_that_names_somebody_or_a_volume_twice_withholds_it() {
    EvidenceFixture twice =
        new EvidenceFixture().provider("a/btrfs", "a:/db").provider("a/lvm", "a:/db");
    assertThat(withheld(twice.coordinator())).contains("expected one copy of a:/db");

    EvidenceFixture parts =
        new EvidenceFixture().provider("a/btrfs", "a:/db").provider("a/btrfs", "a:/logs");
    assertThat(withheld(parts.coordinator())).contains("expected one part of a/btrfs");

    Participants plan = GOOD.participants();
    Participants doubled =
        new Participants(plus(plan.writers(), plan.writers().getFirst()), plan.providers());
    assertThat(withheld(with(doubled, GOOD.holds(), GOOD.receipts(), GOOD.attestations())))
        .contains("expected one part of a/db, but there are more");
  }

  @Test
  void what_went_wrong_first_is_what_is_told() {
    CoordinatorRecord record =
        with(GOOD.participants(), GOOD.holds(), List.of(), attestations(HoldEnd.LAPSED));
    assertThat(withheld(record)).contains("expected the receipt of a/btrfs, but there is none");
  }

  @Test
  void no_part_can_say_what_makes_no_sense() {
    assertThatThrownBy(() -> new EvidenceFixture().writerBehind("a/db", "a/db", HoldKind.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a/db is behind itself");
    assertThatThrownBy(() -> new EvidenceFixture().provider("a/btrfs"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("its part names none");
    assertThatThrownBy(() -> new EvidenceFixture().provider("a/btrfs", "b:/kv"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("but got b:/kv");
    assertThatThrownBy(() -> new Verdict.No(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected a reason");
  }

  @Test
  void the_order_in_which_evidence_arrives_makes_no_difference() {
    Participants plan = GOOD.participants();
    CoordinatorRecord reversed =
        with(
            new Participants(plan.writers().reversed(), plan.providers().reversed()),
            GOOD.holds().reversed(),
            GOOD.receipts().reversed(),
            GOOD.attestations().reversed());

    assertThat(reversed).isEqualTo(GOOD);
    assertThat(Certificate.issue(reversed)).isEqualTo(Certificate.issue(GOOD));
  }

  private static String withheld(CoordinatorRecord record) {
    Issue issue = Certificate.issue(record);
    assertThat(issue).isInstanceOf(Issue.Withheld.class);
    return ((Issue.Withheld) issue).fault().toString();
  }

  private static CoordinatorRecord held(List<Hold> holds) {
    return with(GOOD.participants(), holds, GOOD.receipts(), GOOD.attestations());
  }

  private static CoordinatorRecord committed(List<Receipt> receipts) {
    return with(GOOD.participants(), GOOD.holds(), receipts, GOOD.attestations());
  }

  private static CoordinatorRecord attested(List<Attestation> words) {
    return with(GOOD.participants(), GOOD.holds(), GOOD.receipts(), words);
  }

  /** Bends the first receipt, that of a/btrfs. */
  private static CoordinatorRecord committed(UnaryOperator<Receipt> bend) {
    return committed(bent(GOOD.receipts(), bend));
  }

  /** Bends the first attestation, that of a/db. */
  private static CoordinatorRecord attested(UnaryOperator<Attestation> bend) {
    return attested(bent(GOOD.attestations(), bend));
  }

  private static CoordinatorRecord with(
      Participants plan, List<Hold> holds, List<Receipt> receipts, List<Attestation> words) {
    return new CoordinatorRecord(SET, EPOCH, plan, holds, receipts, words, GOOD.unusable());
  }

  private static List<Attestation> attestations(HoldEnd end) {
    return GOOD.attestations().stream().map(word -> ended(word, end)).toList();
  }

  private static Attestation ended(Attestation w, HoldEnd end) {
    return new Attestation(
        w.writer(), w.set(), w.epoch(), w.incarnation(), w.token(), end, w.receipts());
  }

  private static Incarnation life() {
    return GOOD.holds().getFirst().incarnation();
  }

  private static <T> List<T> bent(List<T> records, UnaryOperator<T> bend) {
    List<T> bent = new ArrayList<>(records);
    bent.set(0, bend.apply(bent.getFirst()));
    return bent;
  }

  private static <T> List<T> plus(List<T> records, T more) {
    List<T> longer = new ArrayList<>(records);
    longer.add(more);
    return longer;
  }
}
