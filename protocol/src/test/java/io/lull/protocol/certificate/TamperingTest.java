package io.lull.protocol.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.EvidenceFixture.Bundle;
import io.lull.protocol.certificate.Mutations.Mutation;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.WriterId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** No single record on any side can be bent without the checker saying so. */
class TamperingTest {
  private static final int SETS = 12;
  private static final Pattern HOST = Pattern.compile("\\.evidence\\.hosts\\[(\\d+)](.*)");

  /** What is done to one record, and not to its neighbours or their number. */
  private static final Set<String> WITHIN =
      Set.of("drop", "alter", "invent", "insert a copy and alter");

  /** Tampering that makes no false claim, and why; everything else must be refused. */
  private enum Harmless {
    /** The writer dropped out, perhaps because its host was lost; it need not leave a record. */
    RECORD_OF_A_DROPPED_OUT_WRITER_GONE,
    /** Nothing is claimed of its data; all that matters is that it failed and held nothing. */
    DETAIL_OF_A_DROPPED_OUT_WRITER,
    /** The coordinator lost the answer and calls unusable what the host does not. */
    FAILURE_FORGOTTEN_BY_THE_HOST
  }

  @Test
  void every_good_certificate_is_borne_out() {
    for (long seed = 0; seed < 300; seed++) {
      assertThat(RandomEvidence.of(seed).bundle().verdict())
          .as("seed %d", seed)
          .isEqualTo(new Verdict.Yes());
    }
  }

  @Test
  void whatever_is_dropped_doubled_swapped_or_altered_on_any_side_is_noticed() {
    Set<Harmless> met = new HashSet<>();
    Set<String> bent = new HashSet<>();
    for (long seed = 0; seed < SETS; seed++) {
      Bundle good = RandomEvidence.of(seed).bundle();
      for (Mutation<Bundle> tampering : Mutations.of(good)) {
        Optional<Bundle> bad = tampering.result().filter(bundle -> !bundle.equals(good));
        if (bad.isPresent()) {
          Optional<Harmless> harmless = harmless(good, tampering);
          harmless.ifPresent(met::add);
          judge(seed, tampering, bad.get(), harmless);
          bent.add(tampering.path().replaceAll("\\[\\d+]", ""));
        }
      }
    }
    assertThat(met)
        .as("harmless tampering that was met")
        .containsExactlyInAnyOrder(Harmless.values());
    assertThat(bent)
        .contains(
            ".certificate.grade",
            ".certificate.holds.token",
            ".evidence.coordinator.attestations.end",
            ".evidence.hosts.granted",
            ".evidence.providers.receipt.holds");
  }

  /** The coordinator is consistent in itself; only hosts and providers know better. */
  @Test
  void a_coordinator_that_lies_in_its_record_and_in_the_certificate_alike_is_found_out() {
    int harmless = 0;
    for (long seed = 0; seed < SETS; seed++) {
      Bundle good = RandomEvidence.of(seed).bundle();
      Evidence honest = good.evidence();
      for (Mutation<CoordinatorRecord> lie : Mutations.of(honest.coordinator())) {
        if (lie.result().filter(told -> !told.equals(honest.coordinator())).isEmpty()) {
          continue;
        }
        CoordinatorRecord told = lie.result().get();
        Bundle bundle =
            new Bundle(claim(told), new Evidence(told, honest.hosts(), honest.providers()));
        boolean modest = lie.path().startsWith(".unusable") && admits(told, honest.hosts());
        harmless += modest ? 1 : 0;
        assertThat(bundle.verdict())
            .as("seed %d, %s", seed, lie)
            .isInstanceOf(modest ? Verdict.Yes.class : Verdict.No.class);
      }
    }
    assertThat(harmless).as("lies that only belittle the set").isPositive();
  }

  private static void judge(
      long seed, Mutation<Bundle> tampering, Bundle bundle, Optional<Harmless> harmless) {
    assertThat(bundle.verdict())
        .as("seed %d, %s, harmless %s", seed, tampering, harmless)
        .isInstanceOf(harmless.isPresent() ? Verdict.Yes.class : Verdict.No.class);
  }

  private static Optional<Harmless> harmless(Bundle good, Mutation<Bundle> tampering) {
    Matcher host = HOST.matcher(tampering.path());
    if (!host.matches()) {
      return Optional.empty();
    }
    HostRecord record = good.evidence().hosts().get(Integer.parseInt(host.group(1)));
    String where = host.group(2);
    if (where.matches("\\.unusable\\[\\d+]") && tampering.act().equals("drop")) {
      return Optional.of(Harmless.FAILURE_FORGOTTEN_BY_THE_HOST);
    }
    if (record.granted().isPresent() || !WITHIN.contains(tampering.act())) {
      return Optional.empty();
    }
    if (where.isEmpty()) {
      return Optional.of(Harmless.RECORD_OF_A_DROPPED_OUT_WRITER_GONE);
    }
    return where.matches("\\.(epoch|part\\.(incarnation|kind|behind|volumes)|end|receipts).*")
        ? Optional.of(Harmless.DETAIL_OF_A_DROPPED_OUT_WRITER)
        : Optional.empty();
  }

  /** The certificate that such a record would deserve if it were true, whatever it lacks. */
  private static Certificate claim(CoordinatorRecord told) {
    Grading grading = new Grading(told.participants(), told.unusable());
    return new Certificate(
        told.set(),
        told.epoch(),
        grading.grade(),
        grading.instant(),
        told.participants(),
        told.holds(),
        Chain.ofHolds(told.set(), told.epoch(), told.holds()),
        told.receipts(),
        Chain.ofReceipts(told.set(), told.epoch(), told.receipts()),
        told.attestations(),
        told.unusable());
  }

  /** Whether the record still owns up to every failure and every writer that the hosts know of. */
  private static boolean admits(CoordinatorRecord told, List<HostRecord> hosts) {
    Set<WriterId> known = new TreeSet<>();
    told.participants().writers().forEach(part -> known.add(part.writer()));
    told.unusable().stream().map(ComponentId::writer).forEach(known::add);
    Set<ComponentId> failed =
        hosts.stream().flatMap(host -> host.unusable().stream()).collect(Collectors.toSet());
    return told.unusable().containsAll(failed)
        && hosts.stream().map(HostRecord::writer).allMatch(known::contains);
  }
}
