package io.lull.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.kernel.test.Ports;
import io.lull.node.LullNode;
import io.lull.wire.Wire;
import io.lull.wire.api.BackupOrder;
import io.lull.wire.api.Problem;
import io.lull.wire.api.SessionView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A real node with its API on a real port, and a client for it. */
final class ApiNode implements AutoCloseable {
  final LullNode node;
  final int port;
  private final Described described = new Described();
  private final HttpClient http = HttpClient.newHttpClient();

  private ApiNode(LullNode node, int port) {
    this.node = node;
    this.port = port;
  }

  /** Starts one in this directory; its people are vera (viewer), olaf (operator), anna (admin). */
  static ApiNode start(Path directory, String more) throws Exception {
    Path tokens = directory.resolve("tokens");
    if (!Files.exists(tokens)) {
      tokens(
          tokens,
          "vera viewer " + hash("v"),
          "olaf operator " + hash("o"),
          "anna admin " + hash("a"));
    }
    int port = Ports.free();
    Config config =
        ConfigFactory.parseString(more)
            .withFallback(
                ConfigFactory.parseString(
                    """
                    lull {
                      node.host = alone
                      cluster.port = %d
                      host.life-file = "%s/life"
                      host.announce-every = 200 ms
                      journal.embedded.file = "%s/journal.db"
                      api { listen = "127.0.0.1:%d", tokens-file = "%s" }
                      writers.db { kind = test, components = "data:/data" }
                      providers.main { kind = test, directory = "%s/copies" }
                    }
                    """
                        .formatted(Ports.free(), directory, directory, port, tokens, directory)));
    LullNode node = LullNode.start(config);
    node.whenReady().toCompletableFuture().get(60, TimeUnit.SECONDS);
    return new ApiNode(node, port);
  }

  static void tokens(Path file, String... lines) throws IOException {
    Path fresh = file.resolveSibling("fresh");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, "# people\n" + String.join("\n", lines) + "\n");
    Files.move(fresh, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  static String hash(String token) {
    try {
      return "sha256:"
          + HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  HttpRequest.Builder as(String token, String path) {
    return request(path).header("Authorization", "Bearer " + token);
  }

  /** The answer, after a look whether it is as the description of the API says. */
  HttpResponse<byte[]> send(HttpRequest.Builder builder) throws Exception {
    HttpRequest request = builder.build();
    HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
    described.check(request, response);
    return response;
  }

  HttpResponse<byte[]> get(String path) throws Exception {
    return send(as("v", path).GET());
  }

  <T> T get(String path, Class<T> type) throws Exception {
    HttpResponse<byte[]> response = get(path);
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    return Wire.json().read(response.body(), type);
  }

  HttpResponse<byte[]> post(String path, Object value, String... headers) throws Exception {
    HttpRequest.Builder builder =
        as("o", path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(Wire.json().write(value)));
    return send(headers.length == 0 ? builder : builder.headers(headers));
  }

  /** Has it run a backup, and says what it tells of that when it is over. */
  SessionView run(BackupOrder order) throws Exception {
    HttpResponse<byte[]> ordered =
        post("/v1/backups", order, "Idempotency-Key", UUID.randomUUID().toString());
    assertThat(ordered.statusCode()).as(text(ordered)).isEqualTo(201);
    return over(ordered);
  }

  /** What it tells of a session that was ordered when that is over. */
  SessionView over(HttpResponse<byte[]> ordered) throws Exception {
    SessionView begun = Wire.json().read(ordered.body(), SessionView.class);
    String path = "/v1/sessions/" + begun.session();
    assertThat(get(path + "?await=over&for=30s", SessionView.class).over()).isTrue();
    // What is told of the end may lack the events that were written together with it.
    return get(path, SessionView.class);
  }

  /** The problem of a response that must have this status. */
  static Problem problem(HttpResponse<byte[]> response, int status) {
    assertThat(response.statusCode()).as(text(response)).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    Problem problem = Wire.json().read(response.body(), Problem.class);
    assertThat(problem.status()).isEqualTo(status);
    return problem;
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }

  /** What comes back for bytes as they are, until the connection ends. */
  String raw(String bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(bytes.getBytes(UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Override
  public void close() {
    http.close();
    node.close();
  }
}
