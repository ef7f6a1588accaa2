package io.lull.protocol.certificate;

import java.util.List;

/** What the checker says of a certificate. */
public sealed interface Verdict {
  /** Everything that the parties recorded bears the certificate out. */
  record Yes() implements Verdict {}

  /** It is not borne out, for every one of these reasons. */
  record No(List<Objection> objections) implements Verdict {
    public No {
      objections = List.copyOf(objections);
      if (objections.isEmpty()) {
        throw new IllegalArgumentException("expected a reason for a No, but got none");
      }
    }
  }
}
