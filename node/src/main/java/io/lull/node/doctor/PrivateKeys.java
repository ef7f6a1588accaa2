package io.lull.node.doctor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Tells whether a private key is that of a certificate, by signing something with it. */
final class PrivateKeys {
  private static final String ABOUT = "private key";
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  private PrivateKeys() {}

  static Finding matches(Path file, X509Certificate certificate) throws IOException {
    String algorithm = certificate.getPublicKey().getAlgorithm();
    Optional<byte[]> encoded = body(Files.readString(file, US_ASCII));
    if (encoded.isEmpty() || !SIGNATURES.containsKey(algorithm)) {
      return Finding.warning(
          ABOUT,
          file + " is in a form that is not looked into here",
          "write it as PKCS 8 (BEGIN PRIVATE KEY) to have it checked");
    }
    try {
      PrivateKey key =
          KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded.get()));
      if (signs(key, certificate, SIGNATURES.get(algorithm))) {
        return Finding.good(ABOUT, file + " is that of the certificate");
      }
    } catch (GeneralSecurityException otherKey) {
      // A key of another kind is as wrong as another key, and what is said of it may show it.
    }
    return Finding.fault(
        ABOUT,
        file + " is not that of the certificate",
        "name the key that the certificate was signed for");
  }

  private static boolean signs(PrivateKey key, X509Certificate certificate, String by)
      throws GeneralSecurityException {
    byte[] text = "lull".getBytes(US_ASCII);
    Signature signature = Signature.getInstance(by);
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(text);
    return signature.verify(signed);
  }

  private static Optional<byte[]> body(String pem) {
    String begin = "-----BEGIN PRIVATE KEY-----";
    int from = pem.indexOf(begin);
    int to = pem.indexOf("-----END PRIVATE KEY-----");
    return from < 0 || to < from
        ? Optional.empty()
        : Optional.of(Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to)));
  }
}
