package io.lull.wire;

import io.lull.protocol.certificate.Issue;
import io.lull.protocol.certificate.Verdict;
import java.util.List;

/** The names of all that a certificate hears, does and says. */
final class CertificateNames {
  static final Family<Issue> ISSUES =
      Family.of(Issue.class)
          .with("issued", Issue.Issued.class)
          .with("withheld", Issue.Withheld.class);

  static final Family<Verdict> VERDICTS =
      Family.of(Verdict.class).with("yes", Verdict.Yes.class).with("no", Verdict.No.class);

  static final List<Family<?>> ALL = List.of(ISSUES, VERDICTS);

  private CertificateNames() {}
}
