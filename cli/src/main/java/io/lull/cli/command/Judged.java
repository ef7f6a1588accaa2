package io.lull.cli.command;

import io.lull.cli.text.Table;
import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.CertificateChecker;
import io.lull.protocol.certificate.Evidence;
import io.lull.protocol.certificate.Verdict;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.value.Visible;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate and what the checker says of it.
 *
 * @param against whose records it was held against
 */
public record Judged(Certificate certificate, String against, Verdict verdict) {
  static Judged of(Certificate certificate, Evidence evidence, String against) {
    return new Judged(certificate, against, CertificateChecker.check(certificate, evidence));
  }

  ExitCode exit() {
    return switch (verdict) {
      case Verdict.Yes _ -> ExitCode.COMPLETED;
      case Verdict.No _ -> ExitCode.VERIFY_FAILED;
    };
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("set       " + certificate.set() + ", epoch " + certificate.epoch());
    lines.add("grade     " + certificate.grade());
    lines.add("instant   " + certificate.instant());
    Table holds = new Table("WRITER", "KIND", "BEHIND", "HOLD ENDED");
    certificate
        .participants()
        .writers()
        .forEach(
            part ->
                holds.row(
                    part.writer(),
                    part.kind(),
                    part.behind().map(Object::toString).orElse(""),
                    certificate.attestations().stream()
                        .filter(word -> word.writer().equals(part.writer()))
                        .map(word -> word.end().name())
                        .findFirst()
                        .orElse("no attestation")));
    Table copies = new Table("VOLUME", "PROVIDER", "CUT");
    certificate
        .participants()
        .providers()
        .forEach(part -> part.volumes().forEach(v -> copies.row(v, part.provider(), part.cut())));
    lines.addAll(holds.lines());
    lines.addAll(copies.lines());
    lines.addAll(said());
    return lines;
  }

  private List<String> said() {
    return switch (verdict) {
      case Verdict.Yes _ -> List.of("verdict   Yes, against " + against);
      case Verdict.No no -> {
        List<String> lines = new ArrayList<>(List.of("verdict   NO, against " + against));
        no.objections().forEach(found -> lines.add("  " + Visible.of(found.toString())));
        yield lines;
      }
    };
  }
}
