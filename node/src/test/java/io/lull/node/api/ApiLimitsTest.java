package io.lull.node.api;

import static io.lull.node.api.ApiNode.problem;
import static io.lull.node.api.ApiNode.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.SessionReply;
import io.lull.wire.Wire;
import io.lull.wire.api.SessionView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody may take from a node, and what reaches it however busy it is. */
class ApiLimitsTest {
  @TempDir Path directory;

  @Test
  void whoDoesNotBringARequestInTimeIsCutOff() throws Exception {
    try (ApiNode api = ApiNode.start(directory, "lull.api.patience = 1 s")) {
      assertThat(api.raw("")).isEmpty();
      assertThat(api.raw("GET /v1/node HTTP/1.1\r\nHost: a\r\nX-Slow: ")).isEmpty();
      assertThat(slowly(api, "GET /v1/node HTTP/1.1\r\nHost: a\r\nX: ")).isFalse();
      assertThat(
              api.raw(
                  """
                  POST /v1/backups HTTP/1.1\r
                  Host: a\r
                  Authorization: Bearer o\r
                  Idempotency-Key: k\r
                  Content-Type: application/json\r
                  Content-Length: 100\r
                  \r
                  {\
                  """))
          .startsWith("HTTP/1.1 408 ")
          .contains("application/problem+json");
    }
  }

  /** Whether the server is still there after letters now and then for longer than its patience. */
  private static boolean slowly(ApiNode api, String start) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), api.port)) {
      socket.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(200);
      for (int i = 0; i < 100; i++) {
        socket.getOutputStream().write('a');
        try {
          if (socket.getInputStream().read() < 0) {
            return false;
          }
        } catch (java.net.SocketTimeoutException stillThere) {
          // Another letter, then.
        }
      }
      return true;
    } catch (IOException cut) {
      return false;
    }
  }

  @Test
  void whatIsNoRequestIsRefusedWithAProblem() throws Exception {
    try (ApiNode api = ApiNode.start(directory, "")) {
      String end = "\r\nConnection: close\r\nHost: a\r\n";
      for (String bad :
          new String[] {
            "NONSENSE / HTTP/1.1" + end + "\r\n",
            "GET /%zz HTTP/1.1" + end + "\r\n",
            "GET / HTTP/9.9" + end + "\r\n",
            "GET /" + "x".repeat(5000) + " HTTP/1.1" + end + "\r\n",
            "GET / HTTP/1.1" + end + "X: " + "s3cret".repeat(3000) + "\r\n\r\n",
            "GET / HTTP/1.1" + end + "X: y\r\n".repeat(200) + "\r\n",
            "POST / HTTP/1.1" + end + "Content-Length: -5\r\n\r\n"
          }) {
        String answer = api.raw(bad);
        assertThat(answer).as(bad.substring(0, 20)).startsWith("HTTP/1.1 ");
        assertThat(answer.substring(9, 12)).as(answer).matches("[45].*");
        assertThat(answer)
            .contains("Content-Type: application/problem+json")
            .doesNotContain("s3cret", "<html", "Exception");
      }
    }
  }

  @Test
  void thereIsRoomForSoManyFollowersAndNoMore() throws Exception {
    try (ApiNode api = ApiNode.start(directory, "lull.api.max-followers = 1")) {
      String id = begun(api);
      String follow =
          "GET /v1/sessions/"
              + id
              + "/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer v\r\n\r\n";
      try (Socket first = new Socket(InetAddress.getLoopbackAddress(), api.port)) {
        first.getOutputStream().write(follow.getBytes(StandardCharsets.US_ASCII));
        assertThat(first.getInputStream().read()).isEqualTo('H');

        HttpResponse<byte[]> second = api.get("/v1/sessions/" + id + "/events");

        assertThat(problem(second, 503).failure()).isEqualTo(Failure.TOO_MANY_REQUESTS);
        assertThat(api.get("/v1/node").statusCode()).isEqualTo(200);
      }
    }
  }

  private static String begun(ApiNode api) throws Exception {
    HttpResponse<byte[]> ordered =
        api.post(
            "/v1/backups", ApiTest.EVERYTHING, "Idempotency-Key", UUID.randomUUID().toString());
    assertThat(ordered.statusCode()).as(text(ordered)).isEqualTo(201);
    return Wire.json().read(ordered.body(), SessionView.class).session().name();
  }

  @Test
  void anAbortReachesAWriterThatIsBeingFrozen() throws Exception {
    try (ApiNode api = ApiNode.start(directory, "lull.writers.db.freeze = \"delay 20s\"")) {
      String id = begun(api);
      SessionView frozen =
          api.get("/v1/sessions/" + id + "?await=WINDOW_OPEN&for=30s", SessionView.class);
      assertThat(frozen.phase()).isEqualTo(SessionPhase.WINDOW_OPEN);

      HttpResponse<byte[]> aborted =
          api.send(api.as("o", "/v1/sessions/" + id + "/abort").POST(BodyPublishers.noBody()));

      assertThat(aborted.statusCode()).as(text(aborted)).isEqualTo(200);
      assertThat(Wire.json().read(aborted.body(), SessionReply.class))
          .isInstanceOf(SessionReply.Aborted.class);
      SessionView over = api.get("/v1/sessions/" + id + "?await=over", SessionView.class);
      assertThat(over.grade()).isEmpty();
      assertThat(over.failure()).isPresent();
    }
  }

  @Test
  void aPortThatSomebodyElseHasIsRefusedWithItsName() throws Exception {
    try (ApiNode api = ApiNode.start(directory, "")) {
      Path other = directory.resolve("other");
      assertThatThrownBy(
              () ->
                  ApiNode.start(
                      java.nio.file.Files.createDirectories(other),
                      "lull.api.listen = \"127.0.0.1:" + api.port + "\""))
          .hasMessageContaining("127.0.0.1:" + api.port)
          .hasMessageContaining("lull.api.listen");
    }
  }
}
