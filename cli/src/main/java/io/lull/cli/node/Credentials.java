package io.lull.cli.node;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Trouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whom we believe that it is the node, and what we show it, where that goes by certificates. */
final class Credentials {
  private static final char[] NO_PASSWORD = {};
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  private Credentials() {}

  /**
   * What a connection is made by; nothing if no file was named, and the JDK's own authorities are
   * believed then.
   */
  static Optional<SSLSocketFactory> find(Address.Named named, Surroundings surroundings) {
    Optional<Path> authority = path(named.authorityFile(), "LULL_AUTHORITY_FILE", surroundings);
    Optional<Path> certificate =
        path(named.certificateFile(), "LULL_CERTIFICATE_FILE", surroundings);
    Optional<Path> key = path(named.keyFile(), "LULL_KEY_FILE", surroundings);
    if (certificate.isPresent() != key.isPresent()) {
      throw Trouble.usage(
          "expected a certificate together with its key, but got one of them",
          "Name both, by --certificate-file and --key-file");
    }
    if (authority.isEmpty() && key.isEmpty()) {
      return Optional.empty();
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          key.isEmpty() ? null : shown(certificates(certificate.orElseThrow()), key.get()),
          authority.isEmpty() ? null : believed(certificates(authority.get())),
          null);
      return Optional.of(context.getSocketFactory());
    } catch (GeneralSecurityException | IOException bad) {
      // The reason is not repeated: it may have something of the key.
      throw Trouble.usage(
          "expected a key that belongs to its certificate, but these do not go together",
          "Look at --certificate-file and --key-file");
    }
  }

  private static Optional<Path> path(
      Optional<String> named, String variable, Surroundings surroundings) {
    return named.or(() -> surroundings.variable(variable)).map(surroundings.directory()::resolve);
  }

  private static Certificate[] certificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Certificate[] all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(in)
              .toArray(Certificate[]::new);
      if (all.length > 0) {
        return all;
      }
    } catch (IOException | GeneralSecurityException none) {
      // Said below, as of a file in which there is none.
    }
    throw Trouble.usage(
        "expected certificates as PEM in " + file + ", but there are none that can be read",
        "A certificate begins with -----BEGIN CERTIFICATE-----");
  }

  private static KeyManager[] shown(Certificate[] chain, Path file)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    store.setKeyEntry("own", key(file, chain[0]), NO_PASSWORD, chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    return keys.getKeyManagers();
  }

  private static PrivateKey key(Path file, Certificate certificate)
      throws GeneralSecurityException {
    Matcher key = KEY.matcher(text(file));
    if (!key.find()) {
      throw Trouble.usage(
          "expected a private key as PEM in " + file + ", but there is none that can be read",
          "Make it PKCS 8 without a password: openssl pkcs8 -topk8 -nocrypt -in KEY -out FILE");
    }
    return KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1))));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, US_ASCII);
    } catch (IOException unreadable) {
      return "";
    }
  }

  private static TrustManager[] believed(Certificate[] authorities)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    for (int i = 0; i < authorities.length; i++) {
      store.setCertificateEntry("authority-" + i, authorities[i]);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }
}
