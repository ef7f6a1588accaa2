package io.lull.acceptance.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.cli.Program;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Terminal;
import io.lull.cluster.config.tls.Authority;
import io.lull.cluster.config.tls.Authority.Signed;
import io.lull.kernel.test.Ports;
import io.lull.node.LullNode;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCertificateTest {
  @TempDir Path directory;
  private Signed vera;
  private Signed olaf;
  private Signed stranger;
  private LullNode node;
  private String address;

  private record Said(int exit, String out, String err) {}

  @BeforeEach
  void start() throws Exception {
    Authority authority = new Authority(directory.resolve("ca"));
    Signed own = authority.sign("node");
    vera = authority.sign("vera");
    olaf = authority.sign("olaf");
    stranger = authority.sign("stranger");
    Path people = directory.resolve("people");
    Files.createFile(
        people, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        people,
        "vera viewer certificate-sha256:%s%nolaf operator certificate-sha256:%s%n"
            .formatted(fingerprint(vera, ":"), fingerprint(olaf, "")));
    int port = Ports.free();
    address = "https://127.0.0.1:" + port;
    Config config =
        ConfigFactory.parseString(
            """
            lull {
              node.host = alone
              cluster.port = %d
              host.life-file = "%s/life"
              journal.embedded.file = "%s/journal.db"
              api {
                listen = "127.0.0.1:%d", tokens-file = "%s"
                tls { key-file = "%s", certificate-file = "%s" }
              }
            }
            """
                .formatted(
                    Ports.free(),
                    directory,
                    directory,
                    port,
                    people,
                    own.key(),
                    own.certificate()));
    node = LullNode.start(config);
    node.whenReady().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static String fingerprint(Signed of, String between) throws Exception {
    byte[] encoded;
    try (InputStream in = Files.newInputStream(of.certificate())) {
      encoded = CertificateFactory.getInstance("X.509").generateCertificate(in).getEncoded();
    }
    return HexFormat.ofDelimiter(between)
        .withUpperCase()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
  }

  private Said lull(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--node", address));
    all.addAll(List.of(arguments));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        new Program(
                new Surroundings(
                    Map.of("LULL_AUTHORITY_FILE", vera.authority().toString()),
                    directory,
                    new PrintStream(out, false, StandardCharsets.UTF_8),
                    new PrintStream(err, false, StandardCharsets.UTF_8),
                    new Terminal(false, false, true, 80)))
            .run(all.toArray(String[]::new));
    return new Said(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static String[] as(Signed who, String... command) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of("--certificate-file", who.certificate().toString()));
    all.addAll(List.of("--key-file", who.key().toString()));
    all.addAll(List.of(command));
    return all.toArray(String[]::new);
  }

  @Test
  void somebody_is_known_by_a_certificate_and_may_do_what_its_line_says() {
    assertThat(lull(as(vera, "sessions"))).extracting(Said::exit).isEqualTo(0);
    Said viewer = lull(as(vera, "abort", "s-11111111-1111-1111-1111-111111111111"));
    assertThat(viewer.err()).contains("vera is viewer");
    assertThat(viewer.exit()).isEqualTo(4);
    Said operator = lull(as(olaf, "abort", "s-11111111-1111-1111-1111-111111111111"));
    assertThat(operator.err()).doesNotContain("olaf is");

    // Signed by the same authority as the others, but nobody has written a line for it.
    assertThat(lull(as(stranger, "sessions")).exit()).isEqualTo(4);
    assertThat(lull("sessions").exit()).isEqualTo(4);
  }

  @Test
  void a_page_of_somebody_else_cannot_use_the_certificate_of_a_browser() throws Exception {
    try (HttpClient browser = HttpClient.newBuilder().sslContext(context(olaf)).build()) {
      HttpRequest.Builder ask = HttpRequest.newBuilder(URI.create(address + "/v1/sessions"));
      assertThat(browser.send(ask.build(), BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      ask.header("Origin", "https://elsewhere.example");
      assertThat(browser.send(ask.build(), BodyHandlers.discarding()).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void what_is_wrong_with_a_certificate_is_said_before_anything_is_asked() throws Exception {
    Said half = lull("--certificate-file", vera.certificate().toString(), "sessions");
    assertThat(half.exit()).isEqualTo(2);
    assertThat(half.err()).contains("Name both, by --certificate-file and --key-file");

    Said none =
        lull("--certificate-file", vera.certificate().toString(), "--key-file", "gone", "sessions");
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err()).contains("gone").contains("openssl pkcs8");

    Path others = Files.createDirectory(directory.resolve("others"));
    Said other =
        lull(
            "--authority-file", new Authority(others).sign("x").authority().toString(), "sessions");
    assertThat(other.exit()).isEqualTo(5);
    assertThat(other.err()).contains("--authority-file");
  }

  private static SSLContext context(Signed who) throws Exception {
    KeyStore own = KeyStore.getInstance(who.store().toFile(), "changeit".toCharArray());
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, "changeit".toCharArray());
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    try (InputStream in = Files.newInputStream(who.authority())) {
      authorities.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
