package io.lull.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.wire.Wire;
import io.lull.wire.api.Copies;
import io.lull.wire.api.HostViews;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.Sessions;
import io.lull.wire.api.Timeline;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the coordinator says when it is asked over HTTP, as any program may. */
final class Desk {
  private static final int OK = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final URI base;
  private final Path token;

  /**
   * The one that listens on this port of this machine.
   *
   * @param token the file in which the node leaves the word that lets its owner in
   */
  Desk(int port, Path token) {
    this.base = URI.create("http://127.0.0.1:" + port + "/v1/");
    this.token = token;
  }

  private <T> Optional<T> get(String path, Class<T> type) throws InterruptedException {
    return get(path, type, PATIENCE);
  }

  private <T> Optional<T> get(String path, Class<T> type, Duration patience)
      throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(base.resolve(path))
              .timeout(patience)
              .header("Authorization", "Bearer " + Files.readString(token, UTF_8).strip())
              .build();
      HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
      return answer.statusCode() == OK
          ? Optional.of(Wire.json().read(answer.body(), type))
          : Optional.empty();
    } catch (IOException notThere) {
      return Optional.empty();
    }
  }

  /** How many hosts it knows and hears. */
  int hosts() throws InterruptedException {
    return get("hosts", HostViews.class).map(views -> views.hosts().size()).orElse(0);
  }

  List<SessionView> openSessions() throws InterruptedException {
    return get("sessions?open=true", Sessions.class).map(Sessions::sessions).orElse(List.of());
  }

  /** The session when it is over, or as it is after this time; empty if nobody answers. */
  Optional<SessionView> whenOver(SessionId session, Duration within) throws InterruptedException {
    Duration wait = within.compareTo(LONGEST_WAIT) < 0 ? within : LONGEST_WAIT;
    return get(
        "sessions/" + session.name() + "?await=over&for=" + wait.toSeconds() + "s",
        SessionView.class,
        wait.plus(ANSWER));
  }

  Optional<Timeline> timeline(SessionId session) throws InterruptedException {
    return get("sessions/" + session.name() + "/timeline", Timeline.class);
  }

  Copies copies(SetId set) throws InterruptedException {
    return get("sets/" + set.name() + "/copies", Copies.class)
        .orElseThrow(() -> new IllegalStateException("expected the copies of " + set));
  }
}
