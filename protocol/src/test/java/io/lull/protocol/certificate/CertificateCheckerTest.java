package io.lull.protocol.certificate;

import static io.lull.protocol.certificate.EvidenceFixture.token;
import static io.lull.protocol.certificate.EvidenceFixture.writerId;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.EvidenceFixture.Bundle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the checker says, in words; that it overlooks nothing is in {@link TamperingTest}. */
class CertificateCheckerTest {
  private final EvidenceFixture set =
      new EvidenceFixture()
          .writer("a/db", HoldKind.APPLICATION, "a:/db")
          .writer("b/kv", HoldKind.BACKUP_MODE, "b:/kv")
          .provider("a/btrfs", "a:/db")
          .provider("b/btrfs", "b:/kv");

  @Test
  void a_set_that_everybody_tells_alike_is_borne_out() {
    assertThat(set.bundle().verdict()).isEqualTo(new Verdict.Yes());
  }

  @Test
  void a_set_without_writers_and_one_without_volumes_are_borne_out() {
    assertThat(new EvidenceFixture().provider("a/btrfs", "a:/db").bundle().verdict())
        .isEqualTo(new Verdict.Yes());
    assertThat(new EvidenceFixture().writer("a/db", HoldKind.APPLICATION).bundle().verdict())
        .isEqualTo(new Verdict.Yes());
  }

  @Test
  void a_host_that_recorded_a_lapse_is_believed_against_the_certificate() {
    assertThat(objections(hosts("a/db", host -> ended(host, Optional.of(HoldEnd.LAPSED)))))
        .containsExactly(
            "NOT_HELD: writer a/db: the host recorded LAPSED, the certificate says HELD");
    assertThat(objections(hosts("a/db", host -> ended(host, Optional.empty()))))
        .containsExactly(
            "NOT_HELD: writer a/db: the host recorded no end of the hold,"
                + " the certificate says HELD");
  }

  @Test
  void a_hold_that_the_host_granted_to_somebody_else_breaks_the_whole_chain() {
    assertThat(objections(hosts("b/kv", host -> granted(host, token(writerId("b/late"))))))
        .startsWith(
            "TOKEN_DIFFERS: writer b/kv: the host did not grant the hold that the certificate"
                + " names")
        .anyMatch(line -> line.startsWith("HOLDS_DIGEST_WRONG: provider a/btrfs: "))
        .anyMatch(line -> line.startsWith("HOLDS_DIGEST_WRONG: volume b:/kv: "));
  }

  @Test
  void a_thaw_that_did_not_wait_for_all_copies_is_noticed() {
    Digest early = Digest.of("receipts", List.of("a/btrfs only"));
    assertThat(objections(hosts("a/db", host -> thawedWith(host, early))))
        .containsExactly(
            "RECEIPTS_DIGEST_WRONG: writer a/db: the host was not thawed with the receipts of all"
                + " copies");
  }

  @Test
  void a_copy_that_was_made_in_another_way_than_certified_is_noticed() {
    EvidenceFixture atomic = new EvidenceFixture();
    atomic.writer("a/pg", HoldKind.BACKUP_MODE, "a:/v");
    atomic.provider("a/p", Cut.ATOMIC, "a:/v");
    assertThat(objections(copies(atomic.bundle(), CertificateCheckerTest::gradual)))
        .containsExactly(
            "CUT_DIFFERS: volume a:/v: the copy is GRADUAL, the certificate says ATOMIC",
            "GRADE_WRONG: set set1: the records amount to FUZZY, the certificate says"
                + " APPLICATION");
  }

  @Test
  void a_writer_that_claims_more_than_its_host_knows_is_noticed() {
    Bundle boast = hosts("b/kv", host -> kind(host, HoldKind.NONE));
    assertThat(objections(boast))
        .containsExactly(
            "HOLD_KIND_DIFFERS: writer b/kv: the host recorded NONE, the certificate says"
                + " BACKUP_MODE",
            "GRADE_WRONG: set set1: the records amount to CRASH, the certificate says"
                + " APPLICATION");
  }

  @Test
  void a_grade_or_an_instant_that_is_not_earned_is_noticed() {
    Bundle good = set.bundle();
    Certificate c = good.certificate();
    assertThat(
            objections(
                new Bundle(graded(c, Grade.APPLICATION, SetInstant.COMMON), good.evidence())))
        .containsExactly(
            "INSTANT_WRONG: set set1: the records amount to PER_WRITER, the certificate says"
                + " COMMON");
    assertThat(objections(new Bundle(graded(c, Grade.FUZZY, c.instant()), good.evidence())))
        .containsExactly(
            "GRADE_WRONG: set set1: the records amount to APPLICATION, the certificate says"
                + " FUZZY");
  }

  @Test
  void a_copy_that_is_unfinished_or_gone_is_noticed() {
    Bundle good = set.bundle();
    assertThat(objections(copies(good, copy -> finished(copy, false))))
        .contains("COPY_UNFINISHED: volume a:/db: the copy was never finished");
    assertThat(objections(copies(good, copy -> without(copy))))
        .contains("RECORD_MISSING: volume a:/db: the copy is kept without a receipt");
    Evidence evidence = good.evidence();
    Evidence gone = new Evidence(evidence.coordinator(), evidence.hosts(), List.of());
    assertThat(objections(new Bundle(good.certificate(), gone)))
        .contains(
            "RECORD_MISSING: volume a:/db: expected that a provider keeps a copy of it, but it is"
                + " missing");
  }

  @Test
  void a_hold_of_a_writer_that_nobody_mentions_is_noticed() {
    Bundle good = set.bundle();
    EvidenceFixture more = new EvidenceFixture().writer("c/x", HoldKind.APPLICATION, "c:/x");
    List<HostRecord> hosts = new ArrayList<>(good.evidence().hosts());
    hosts.addAll(more.evidence().hosts());
    Evidence evidence =
        new Evidence(good.evidence().coordinator(), hosts, good.evidence().providers());
    assertThat(objections(new Bundle(good.certificate(), evidence)))
        .containsExactly(
            "RECORD_UNEXPECTED: writer c/x: the host recorded its hold, but it has no part in the"
                + " set");
  }

  @Test
  void a_failure_after_the_thaw_cannot_be_kept_quiet() {
    EvidenceFixture failed =
        new EvidenceFixture()
            .writer("a/db", HoldKind.APPLICATION, "a:/db")
            .provider("a/btrfs", "a:/db")
            .failedAfterwards("a/db");
    EvidenceFixture glossed =
        new EvidenceFixture()
            .writer("a/db", HoldKind.APPLICATION, "a:/db")
            .provider("a/btrfs", "a:/db");
    Evidence hosts =
        new Evidence(
            glossed.coordinator(), failed.evidence().hosts(), failed.evidence().providers());
    assertThat(objections(new Bundle(glossed.certificate(), hosts)))
        .containsExactly(
            "UNUSABLE_DIFFERS: writer a/db: the host recorded that it failed for [a/db#db], the"
                + " certificate says for nothing");
  }

  @Test
  void a_coordinator_that_remembers_it_otherwise_is_noticed() {
    Bundle good = set.bundle();
    CoordinatorRecord told = good.evidence().coordinator();
    List<Hold> fewer = List.of(told.holds().getFirst());
    CoordinatorRecord other =
        new CoordinatorRecord(
            told.set(),
            told.epoch().next(),
            told.participants(),
            fewer,
            told.receipts(),
            told.attestations(),
            told.unusable());
    Evidence evidence = new Evidence(other, good.evidence().hosts(), good.evidence().providers());
    assertThat(objections(new Bundle(good.certificate(), evidence)))
        .containsExactly(
            "EPOCH_DIFFERS: set set1: the coordinator recorded 4, the certificate says 3",
            "RECORD_MISSING: writer b/kv: expected that the coordinator recorded its hold, but it"
                + " is missing");
  }

  @Test
  void ten_thousand_writers_are_weighed_and_checked() {
    EvidenceFixture large = new EvidenceFixture();
    for (int i = 0; i < 10_000; i++) {
      String host = "h" + i % 100;
      large.writer(host + "/w" + i, HoldKind.APPLICATION, host + ":/v" + i / 100 % 50);
    }
    for (int p = 0; p < 100; p++) {
      String host = "h" + p;
      String[] volumes = new String[50];
      Arrays.setAll(volumes, v -> host + ":/v" + v);
      large.provider(host + "/btrfs", volumes);
    }
    assertThat(large.bundle().verdict()).isEqualTo(new Verdict.Yes());
  }

  @Test
  void the_reasons_are_stable() {
    assertThat(Reason.values())
        .extracting(Reason::name)
        .containsExactly(
            "RECORD_MISSING",
            "RECORD_TWICE",
            "RECORD_UNEXPECTED",
            "COORDINATOR_DIFFERS",
            "SET_DIFFERS",
            "EPOCH_DIFFERS",
            "INCARNATION_DIFFERS",
            "HOLD_KIND_DIFFERS",
            "VOLUMES_DIFFER",
            "TOKEN_DIFFERS",
            "TOKEN_SHARED",
            "NOT_HELD",
            "HOLDS_DIGEST_WRONG",
            "RECEIPTS_DIGEST_WRONG",
            "CUT_DIFFERS",
            "COPY_UNFINISHED",
            "UNUSABLE_DIFFERS",
            "GRADE_WRONG",
            "INSTANT_WRONG");
  }

  private static List<String> objections(Bundle bundle) {
    return switch (bundle.verdict()) {
      case Verdict.Yes() -> List.of();
      case Verdict.No(List<Objection> found) -> found.stream().map(Objection::toString).toList();
    };
  }

  /** The good set, with one host's record bent. */
  private Bundle hosts(String writer, UnaryOperator<HostRecord> bend) {
    Bundle good = set.bundle();
    List<HostRecord> bent =
        good.evidence().hosts().stream()
            .map(host -> host.writer().equals(writerId(writer)) ? bend.apply(host) : host)
            .toList();
    Evidence evidence =
        new Evidence(good.evidence().coordinator(), bent, good.evidence().providers());
    return new Bundle(good.certificate(), evidence);
  }

  private static Bundle copies(Bundle good, UnaryOperator<ProviderRecord> bend) {
    Evidence evidence = good.evidence();
    List<ProviderRecord> bent = evidence.providers().stream().map(bend).toList();
    return new Bundle(
        good.certificate(), new Evidence(evidence.coordinator(), evidence.hosts(), bent));
  }

  private static HostRecord ended(HostRecord h, Optional<HoldEnd> end) {
    return new HostRecord(
        h.set(), h.epoch(), h.part(), h.granted(), end, h.receipts(), h.unusable());
  }

  private static HostRecord granted(HostRecord h, HoldToken token) {
    return new HostRecord(
        h.set(), h.epoch(), h.part(), Optional.of(token), h.end(), h.receipts(), h.unusable());
  }

  private static HostRecord thawedWith(HostRecord h, Digest receipts) {
    return new HostRecord(
        h.set(), h.epoch(), h.part(), h.granted(), h.end(), Optional.of(receipts), h.unusable());
  }

  private static HostRecord kind(HostRecord h, HoldKind kind) {
    WriterPart p = h.part();
    WriterPart part =
        new WriterPart(p.writer(), p.incarnation(), kind, p.behind(), new TreeSet<>(p.volumes()));
    return new HostRecord(
        h.set(), h.epoch(), part, h.granted(), h.end(), h.receipts(), h.unusable());
  }

  private static ProviderRecord finished(ProviderRecord copy, boolean created) {
    return new ProviderRecord(
        copy.provider(), copy.snapshot(), created, copy.cut(), copy.receipt());
  }

  private static ProviderRecord gradual(ProviderRecord copy) {
    return new ProviderRecord(
        copy.provider(), copy.snapshot(), copy.created(), Cut.GRADUAL, copy.receipt());
  }

  private static ProviderRecord without(ProviderRecord copy) {
    return new ProviderRecord(
        copy.provider(), copy.snapshot(), copy.created(), copy.cut(), Optional.empty());
  }

  private static Certificate graded(Certificate c, Grade grade, SetInstant instant) {
    return new Certificate(
        c.set(),
        c.epoch(),
        grade,
        instant,
        c.participants(),
        c.holds(),
        c.holdsDigest(),
        c.receipts(),
        c.receiptsDigest(),
        c.attestations(),
        c.unusable());
  }
}
