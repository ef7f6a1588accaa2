package io.lull.acceptance.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.lull.cli.Program;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Terminal;
import io.lull.cluster.config.tls.Authority;
import io.lull.cluster.config.tls.Authority.Signed;
import io.lull.kernel.test.Ports;
import io.lull.node.LullNode;
import io.lull.protocol.failure.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the API of a node is reached by TLS, the bytes of its streams are too. */
class StreamTlsTest {
  @TempDir Path directory;
  private Signed own;
  private LullNode node;
  private int port;

  @BeforeEach
  void start() throws Exception {
    own = new Authority(directory.resolve("ca")).sign("node");
    byte[] bytes = new byte[(3 << 20) + 7];
    new Random(7).nextBytes(bytes);
    Files.write(Files.createDirectory(directory.resolve("files")).resolve("big"), bytes);
    port = Ports.free();
    node =
        LullNode.start(
            ConfigFactory.parseString(
                """
                lull {
                  node.host = alone
                  cluster.port = %d
                  host.life-file = "%s/life"
                  host.announce-every = 200 ms
                  journal.embedded.file = "%s/journal.db"
                  api {
                    listen = "127.0.0.1:%d", own-token-file = "%s/token"
                    tls { key-file = "%s", certificate-file = "%s" }
                  }
                  instances.files { kind = directory, path = "%s/files" }
                }
                """
                    .formatted(
                        Ports.free(),
                        directory,
                        directory,
                        port,
                        directory,
                        own.key(),
                        own.certificate(),
                        directory)));
    node.whenReady().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private int lull(Path trusted, ByteArrayOutputStream said, String... command) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--node",
                "https://127.0.0.1:" + port,
                "--token-file",
                directory.resolve("token").toString(),
                "--authority-file",
                trusted.toString()));
    all.addAll(List.of(command));
    PrintStream out = new PrintStream(said, false, UTF_8);
    return new Program(
            new Surroundings(
                Map.of("XDG_STATE_HOME", directory.toString()),
                directory,
                out,
                out,
                new Terminal(false, false, true, 80)))
        .run(all.toArray(String[]::new));
  }

  @Test
  void a_stream_goes_over_tls_from_its_begin_to_its_last_byte() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String backups = directory.resolve("backups").toString();
    int exit = lull(own.authority(), said, "stream", "alone/files", "--to", backups);
    assertThat(exit).as(said.toString(UTF_8)).isZero();

    Path restored = directory.resolve("restored");
    exit = lull(own.authority(), said, "stream", "restore", backups, "--to", restored.toString());
    assertThat(exit).as(said.toString(UTF_8)).isZero();
    assertThat(restored.resolve("big")).hasSameBinaryContentAs(directory.resolve("files/big"));
  }

  @Test
  void the_way_of_the_bytes_is_as_closed_as_that_of_the_calls() throws Exception {
    HttpRequest ask =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/data")).build();
    try (HttpClient plain = HttpClient.newHttpClient()) {
      assertThatThrownBy(() -> plain.send(ask, BodyHandlers.discarding()))
          .isInstanceOf(IOException.class);
    }
    Path others = new Authority(directory.resolve("others")).sign("node").authority();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int exit =
        lull(others, said, "stream", "alone/files", "--to", directory.resolve("none").toString());
    assertThat(exit).isEqualTo(ExitCode.UNREACHABLE.number());
    assertThat(said.toString(UTF_8)).contains("--authority-file");
    assertThat(directory.resolve("none")).doesNotExist();
  }
}
