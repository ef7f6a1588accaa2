package io.lull.protocol.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.CertificateChecker;
import io.lull.protocol.certificate.CoordinatorRecord;
import io.lull.protocol.certificate.Evidence;
import io.lull.protocol.certificate.EvidenceFixture;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.certificate.HostRecord;
import io.lull.protocol.certificate.Issue;
import io.lull.protocol.certificate.ProviderRecord;
import io.lull.protocol.certificate.Reason;
import io.lull.protocol.certificate.Verdict;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.WriterId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What makes a set good, statement by statement. */
class CertificateConformanceTest {
  private final EvidenceFixture set =
      new EvidenceFixture()
          .writer("a/fs", HoldKind.FILESYSTEM, "a:/data")
          .writer("a/db", HoldKind.APPLICATION, "a:/data")
          .writer("b/kv", HoldKind.APPLICATION, "b:/kv")
          .provider("a/btrfs", "a:/data")
          .provider("b/btrfs", "b:/kv");

  @Test
  void C04_a_hold_that_ran_out_fails_the_set_although_every_provider_committed() {
    CoordinatorRecord good = set.coordinator();
    assertThat(Certificate.issue(good)).isInstanceOf(Issue.Issued.class);
    for (Attestation lapsed : good.attestations()) {
      CoordinatorRecord record = lapsed(good, lapsed.writer());
      assertThat(record.receipts()).as("all commits succeeded").isEqualTo(good.receipts());

      assertThat(Certificate.issue(record))
          .isInstanceOfSatisfying(
              Issue.Withheld.class,
              withheld -> {
                assertThat(withheld.fault().failure()).isEqualTo(Failure.HOLD_LAPSED);
                assertThat(withheld.fault().detail()).contains(lapsed.writer().toString());
              });
    }
  }

  @Test
  void C04_a_set_whose_hold_ran_out_is_not_good_even_if_everybody_else_says_so() {
    Evidence good = set.evidence();
    assertThat(CertificateChecker.check(set.certificate(), good)).isEqualTo(new Verdict.Yes());
    assertThat(good.providers()).allMatch(ProviderRecord::created);
    for (HostRecord host : good.hosts()) {
      List<HostRecord> hosts =
          good.hosts().stream().map(one -> one.equals(host) ? lapsed(one) : one).toList();
      Evidence evidence = new Evidence(good.coordinator(), hosts, good.providers());

      assertThat(CertificateChecker.check(set.certificate(), evidence))
          .isInstanceOfSatisfying(
              Verdict.No.class,
              no ->
                  assertThat(no.objections())
                      .singleElement()
                      .matches(objection -> objection.reason() == Reason.NOT_HELD)
                      .matches(o -> o.sentence().contains(host.writer() + ": ")));
    }
  }

  private static CoordinatorRecord lapsed(CoordinatorRecord good, WriterId writer) {
    List<Attestation> words =
        good.attestations().stream()
            .map(word -> word.writer().equals(writer) ? lapsed(word) : word)
            .toList();
    return new CoordinatorRecord(
        good.set(),
        good.epoch(),
        good.participants(),
        good.holds(),
        good.receipts(),
        words,
        good.unusable());
  }

  private static Attestation lapsed(Attestation word) {
    return new Attestation(
        word.writer(),
        word.set(),
        word.epoch(),
        word.incarnation(),
        word.token(),
        HoldEnd.LAPSED,
        word.receipts());
  }

  private static HostRecord lapsed(HostRecord host) {
    return new HostRecord(
        host.set(),
        host.epoch(),
        host.part(),
        host.granted(),
        Optional.of(HoldEnd.LAPSED),
        host.receipts(),
        host.unusable());
  }
}
