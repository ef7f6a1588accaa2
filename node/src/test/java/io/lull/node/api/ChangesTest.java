package io.lull.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lull.coordinator.client.Backup;
import io.lull.kernel.test.Ports;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.SessionPhase;
import io.lull.wire.Wire;
import io.lull.wire.api.Caller;
import io.lull.wire.api.HostViews;
import io.lull.wire.api.SessionView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard and what it follows, asked for as a browser does. */
class ChangesTest {
  private static final Policy POLICY = new Policy(Limits.defaults(), Grade.APPLICATION, true);

  @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private LullNode node;
  private String address;

  @BeforeEach
  void start() throws IOException {
    int port = Ports.free();
    address = "http://127.0.0.1:" + port;
    node =
        LullNode.start(
            ConfigFactory.parseString(
                """
                lull {
                  node.host = alone
                  cluster.port = %d
                  host.life-file = "%s/life"
                  journal.embedded.file = "%s/journal.db"
                  api { listen = "127.0.0.1:%d", own-token-file = "%s/token" }
                  writers.db { kind = test, components = "data:/data", freeze = "delay 1s" }
                  providers.main { kind = test, directory = "%s/copies" }
                }
                """
                    .formatted(Ports.free(), directory, directory, port, directory, directory)));
    TestProbe.create(node.system())
        .awaitAssert(
            Duration.ofSeconds(60), () -> assertThat(node.ready().getAsBoolean()).isTrue());
  }

  @AfterEach
  void stop() {
    node.close();
    http.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path));
  }

  private HttpRequest.Builder known(String path) throws IOException {
    return request(path)
        .header("Authorization", "Bearer " + Files.readString(directory.resolve("token")).strip());
  }

  private HttpResponse<String> get(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** The events of a connection, one after the other. */
  private record Events(BufferedReader lines) {
    /** The data of the next event of this name; others are passed over. */
    <T> T next(String name, Class<T> type) throws IOException {
      while (true) {
        String line = lines.readLine();
        assertThat(line).as("one more event").isNotNull();
        if (line.equals("event: " + name)) {
          return Wire.json()
              .read(lines.readLine().substring("data: ".length()).getBytes(UTF_8), type);
        }
      }
    }
  }

  @Test
  void whatChangesIsToldFromThePersonToTheFrozenWriter() throws Exception {
    var answer = http.send(known("/v1/changes").build(), BodyHandlers.ofInputStream());
    assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
      Events events = new Events(lines);
      assertThat(events.next("caller", Caller.class)).isEqualTo(new Caller("own", "admin"));
      HostViews calm = events.next("hosts", HostViews.class);
      assertThat(calm.hosts())
          .singleElement()
          .satisfies(
              host ->
                  assertThat(host.writers())
                      .allSatisfy(writer -> assertThat(writer.leaseLeft()).isEmpty()));

      CompletableFuture<?> backup =
          Backup.ofEverything(POLICY, _ -> CompletableFuture.completedStage(Set.of()))
              .run(node.client())
              .toCompletableFuture();
      SessionView view = events.next("session", SessionView.class);
      while (view.phase() != SessionPhase.WINDOW_OPEN) {
        view = events.next("session", SessionView.class);
      }
      HostViews frozen = events.next("hosts", HostViews.class);
      while (frozen.hosts().getFirst().writers().getFirst().leaseLeft().isEmpty()) {
        frozen = events.next("hosts", HostViews.class);
      }
      while (!view.over()) {
        view = events.next("session", SessionView.class);
      }
      backup.join();
      assertThat(view.grade()).contains(Grade.APPLICATION);
    }
  }

  @Test
  void nobodyFollowsWithoutAToken() throws Exception {
    assertThat(get(request("/v1/changes")).statusCode()).isEqualTo(401);
  }

  @Test
  void thePageIsForEverybodyAndCannotBeMadeToRunAnythingElse() throws Exception {
    HttpResponse<String> page = get(request("/"));

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).startsWith("<!doctype html>");
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=UTF-8");
    assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy -> assertThat(policy).contains("default-src 'self'", "frame-ancestors 'none'"));
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(page.body()).doesNotContain("http:").doesNotContain("https:");
  }

  @Test
  void aPartThatIsKnownIsNotSentAgain() throws Exception {
    HttpResponse<String> first = get(request("/page/app.js"));
    String tag = first.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again = get(request("/page/app.js").header("If-None-Match", tag));

    assertThat(first.headers().firstValue("Content-Type"))
        .contains("text/javascript; charset=UTF-8");
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(get(request("/page/page.class")).statusCode()).isNotEqualTo(200);
    assertThat(get(request("/page/..%2fopenapi.json")).statusCode()).isNotEqualTo(200);
  }
}
