package io.lull.cluster.config.tls;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cluster.config.membership.TestNodes;
import io.lull.cluster.config.tls.Authority.Signed;
import io.lull.kernel.test.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  @TempDir static Path directory;
  private static Authority ours;
  private static Authority theirs;

  private final TestNodes nodes = new TestNodes();
  private final int port = Ports.free();

  @BeforeAll
  static void makeAuthorities() throws Exception {
    ours = new Authority(directory.resolve("ours"));
    theirs = new Authority(directory.resolve("theirs"));
  }

  @AfterEach
  void stop() {
    nodes.closeEncrypted();
  }

  private ActorSystem<Void> start(int number, Signed signed) {
    return nodes.start(
        """
        lull.node.roles = [host]
        lull.cluster { address = 127.0.0.%d, port = %d, seed-nodes = ["127.0.0.1:%d"] }
        """
                .formatted(number, port, port)
            + signed.settings());
  }

  @Test
  void nodes_of_one_authority_join() throws Exception {
    ActorSystem<Void> first = start(1, ours.sign("one"));
    ActorSystem<Void> second = start(2, ours.sign("two"));

    TestNodes.awaitUp(first, second);
    TestNodes.awaitUp(second, first);
  }

  @Test
  void a_node_of_another_authority_is_kept_out_until_the_keys_are_exchanged() throws Exception {
    Signed files = ours.sign("first").copiedTo(directory.resolve("first"));
    Signed foreign = theirs.sign("foreign");
    ActorSystem<Void> first = start(1, files);
    TestNodes.awaitUp(first);
    ActorSystem<Void> stranger = start(2, foreign);

    assertThat(
            refuses(
                context(foreign)
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), port)))
        .isTrue();
    assertThat(Cluster.get(first).state().getMembers()).hasSize(1);

    // The node goes on running, and its next connections use what lies in the files now.
    files.replaceBy(theirs.sign("renewed"));
    TestNodes.awaitUp(first, stranger);
    TestNodes.awaitUp(stranger, first);
  }

  @Test
  void plain_text_is_not_understood() throws Exception {
    TestNodes.awaitUp(start(1, ours.sign("lonely")));

    assertThat(refuses(new Socket(InetAddress.getLoopbackAddress(), port))).isTrue();
  }

  /** True if the other side closes the connection, with or without a word. */
  private static boolean refuses(Socket connection) {
    try (connection) {
      connection.getOutputStream().write("AKKA\u0001".getBytes(UTF_8));
      // A word of TLS may come first, of which plain text knows nothing.
      int read = 0;
      while (read >= 0) {
        read = connection.getInputStream().read(new byte[1024]);
      }
      return true;
    } catch (IOException refused) {
      return true;
    }
  }

  /** What a stranger has: a certificate of his own, and trust in whomever he talks to. */
  private static SSLContext context(Signed signed) throws GeneralSecurityException, IOException {
    char[] password = Authority.PASSWORD.toCharArray();
    KeyStore store = KeyStore.getInstance(signed.store().toFile(), password);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, password);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream ca = Files.newInputStream(directory.resolve("ours").resolve("ca.crt"))) {
      trusted.setCertificateEntry(
          "ours", CertificateFactory.getInstance("X.509").generateCertificate(ca));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
