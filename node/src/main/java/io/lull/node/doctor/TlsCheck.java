package io.lull.node.doctor;

import io.lull.cluster.config.settings.TlsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files by which the node proves who it is. */
final class TlsCheck implements Check {
  private static final Duration SOON = Duration.ofDays(30);
  private static final String CERTIFICATE = "certificate";

  private final InstantSource calendar;

  TlsCheck(InstantSource calendar) {
    this.calendar = calendar;
  }

  @Override
  public List<Finding> look(Patient patient) throws IOException {
    if (patient.settings().tls().isEmpty()) {
      return List.of(Finding.good("TLS", "off; this node talks to none but this machine"));
    }
    TlsSettings tls = patient.settings().tls().get();
    List<Finding> found = new ArrayList<>();
    found.add(secret(tls.key()));
    try {
      X509Certificate own = read(tls.certificate());
      X509Certificate authority = read(tls.authority());
      found.add(inTime(tls.certificate(), own));
      found.add(inTime(tls.authority(), authority));
      found.add(signed(tls, own, authority));
      found.add(PrivateKeys.matches(tls.key(), own));
    } catch (GeneralSecurityException unreadable) {
      found.add(
          Finding.fault(
              CERTIFICATE,
              "one of %s and %s is no certificate: %s"
                  .formatted(tls.certificate(), tls.authority(), unreadable.getMessage()),
              "write them as PEM"));
    }
    return found;
  }

  private static X509Certificate read(Path file) throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static Finding secret(Path key) throws IOException {
    Set<PosixFilePermission> modes = Files.getPosixFilePermissions(key);
    return modes.contains(PosixFilePermission.OTHERS_READ)
        ? Finding.fault(
            "private key",
            "everybody on this machine may read " + key,
            "chmod o-r " + key + ", and make a new key if anybody did")
        : Finding.good("private key", key + " is closed to others");
  }

  private Finding inTime(Path file, X509Certificate certificate) {
    Instant now = calendar.instant();
    Instant end = certificate.getNotAfter().toInstant();
    if (now.isAfter(end) || now.isBefore(certificate.getNotBefore().toInstant())) {
      return Finding.fault(
          CERTIFICATE,
          "%s is good from %s to %s, and it is %s"
              .formatted(file, certificate.getNotBefore().toInstant(), end, now),
          "sign a new one, or look at the clock of this machine");
    }
    return now.plus(SOON).isAfter(end)
        ? Finding.warning(
            CERTIFICATE,
            "%s ends on %s".formatted(file, end),
            "sign a new one; nodes read it without a restart")
        : Finding.good(CERTIFICATE, "%s is good until %s".formatted(file, end));
  }

  private static Finding signed(TlsSettings tls, X509Certificate own, X509Certificate authority) {
    try {
      own.verify(authority.getPublicKey());
      return Finding.good(CERTIFICATE, tls.authority() + " has signed " + tls.certificate());
    } catch (GeneralSecurityException notSigned) {
      return Finding.fault(
          CERTIFICATE,
          "%s was not signed by %s".formatted(tls.certificate(), tls.authority()),
          "name the authority that signs all nodes, and have it sign this one");
    }
  }
}
