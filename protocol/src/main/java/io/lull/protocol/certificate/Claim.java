package io.lull.protocol.certificate;

import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;

/** A certificate's records by their owners, as the checker's measure for everybody else's. */
record Claim(
    Certificate certificate,
    NavigableMap<WriterId, WriterPart> writers,
    NavigableMap<ProviderId, ProviderPart> providers,
    NavigableMap<WriterId, Hold> holds,
    NavigableMap<ProviderId, Receipt> receipts,
    NavigableMap<WriterId, Attestation> attestations,
    Map<Volume, ProviderPart> copies) {
  /** Objects to whatever a certificate says twice, leaves out, or says of a stranger. */
  static Claim of(Certificate certificate, Objections objections) {
    NavigableMap<WriterId, WriterPart> writers =
        objections.index(
            "writer",
            "the certificate names it",
            certificate.participants().writers(),
            WriterPart::writer);
    NavigableMap<ProviderId, ProviderPart> providers =
        objections.index(
            "provider",
            "the certificate names it",
            certificate.participants().providers(),
            ProviderPart::provider);
    return new Claim(
        certificate,
        writers,
        providers,
        objections.indexOf(
            writers.keySet(),
            "writer",
            "the certificate has its hold",
            certificate.holds(),
            Hold::writer),
        objections.indexOf(
            providers.keySet(),
            "provider",
            "the certificate has its receipt",
            certificate.receipts(),
            Receipt::provider),
        objections.indexOf(
            writers.keySet(),
            "writer",
            "the certificate has its attestation",
            certificate.attestations(),
            Attestation::writer),
        copies(providers, objections));
  }

  private static Map<Volume, ProviderPart> copies(
      NavigableMap<ProviderId, ProviderPart> providers, Objections objections) {
    Map<Volume, ProviderPart> copies = new HashMap<>();
    for (ProviderPart part : providers.values()) {
      for (Volume volume : part.volumes()) {
        objections.unless(
            copies.putIfAbsent(volume, part) == null,
            Reason.RECORD_TWICE,
            "volume " + volume,
            "more than one provider copies it");
      }
    }
    return copies;
  }
}
