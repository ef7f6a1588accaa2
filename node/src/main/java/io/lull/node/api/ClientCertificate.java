package io.lull.node.api;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.X509TrustManager;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.TlsSessionInfo;

/** The certificate that a client has shown, and the key of which it has proved to have. */
final class ClientCertificate {
  private ClientCertificate() {}

  /**
   * Takes every certificate that has begun and not ended: who it is that shows it is found out for
   * each request, by its hash, and needs no authority.
   */
  static final class Any implements X509TrustManager {
    private static final X509Certificate[] OF_NO_AUTHORITY = {};

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyType)
        throws CertificateException {
      chain[0].checkValidity();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyType)
        throws CertificateException {
      throw new CertificateException("expected a client, but this is a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return OF_NO_AUTHORITY.clone();
    }
  }

  /** Its encoded form; nothing if the client has shown none that is good today. */
  static Optional<byte[]> of(HttpRequest request) {
    Optional<TlsSessionInfo> connection = request.getHeader(TlsSessionInfo.class);
    if (connection.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (connection.get().getSession().getPeerCertificates()[0] instanceof X509Certificate shown) {
        // A connection may outlive the certificate that it began with.
        shown.checkValidity();
        return Optional.of(shown.getEncoded());
      }
    } catch (SSLPeerUnverifiedException | CertificateException none) {
      // Then it is like any other client, who may still show a token.
    }
    return Optional.empty();
  }
}
