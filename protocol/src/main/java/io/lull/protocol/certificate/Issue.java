package io.lull.protocol.certificate;

import io.lull.protocol.failure.Fault;

/** What comes of asking for a certificate. */
public sealed interface Issue {
  /** The evidence is whole; this certificate says what it amounts to. */
  record Issued(Certificate certificate) implements Issue {}

  /** There can be no certificate, and so the set has failed. */
  record Withheld(Fault fault) implements Issue {}
}
