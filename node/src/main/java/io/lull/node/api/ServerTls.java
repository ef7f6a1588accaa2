package io.lull.node.api;

import io.lull.cluster.config.settings.ApiSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import org.apache.pekko.pki.pem.DERPrivateKeyLoader;
import org.apache.pekko.pki.pem.PEMDecoder;
import org.apache.pekko.pki.pem.PEMLoadingException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proves to clients that they have reached the node, by files that are read again when old, and
 * lets them prove who they are.
 */
final class ServerTls {
  private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
  private static final char[] NO_PASSWORD = {};

  private final ApiSettings.Tls files;
  private final LongSupplier nanoTime;
  private final BooleanSupplier wantsCertificates;
  private SSLContext context;
  private long read;

  /**
   * Reads the files for the first time.
   *
   * @param wantsCertificates whether clients are asked for a certificate; a browser that is asked
   *     asks its user
   * @throws GeneralSecurityException if they are no key and certificates
   */
  ServerTls(ApiSettings.Tls files, LongSupplier nanoTime, BooleanSupplier wantsCertificates)
      throws IOException, GeneralSecurityException {
    this.files = files;
    this.nanoTime = nanoTime;
    this.wantsCertificates = wantsCertificates;
    this.context = load(files);
    this.read = nanoTime.getAsLong();
  }

  /** What one connection is answered by. */
  synchronized SSLEngine engine() {
    long now = nanoTime.getAsLong();
    if (now - read >= files.reload().toNanos()) {
      read = now;
      try {
        context = load(files);
      } catch (IOException | GeneralSecurityException bad) {
        // Whoever renews files writes them one after the other; the old ones are good for a while.
        LOG.warn("Expected to read {} anew, but could not: {}", files.key(), bad.getMessage());
      }
    }
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setWantClientAuth(wantsCertificates.getAsBoolean());
    engine.setEnabledProtocols(new String[] {"TLSv1.3"});
    return engine;
  }

  private static SSLContext load(ApiSettings.Tls files)
      throws IOException, GeneralSecurityException {
    Certificate[] chain;
    try (InputStream in = Files.newInputStream(files.certificate())) {
      chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(in)
              .toArray(Certificate[]::new);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    try {
      store.setKeyEntry(
          "api",
          DERPrivateKeyLoader.load(PEMDecoder.decode(Files.readString(files.key()))),
          NO_PASSWORD,
          chain);
    } catch (PEMLoadingException none) {
      // Its text may have something of the key.
      throw new GeneralSecurityException("expected a private key as PEM, but it is none");
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keys.getKeyManagers(), new TrustManager[] {new ClientCertificate.Any()}, null);
    return context;
  }
}
