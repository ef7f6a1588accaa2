package io.lull.protocol.certificate;

/** One thing that is wrong with a certificate. */
public record Objection(Reason reason, String sentence) {
  @Override
  public String toString() {
    return reason + ": " + sentence;
  }
}
