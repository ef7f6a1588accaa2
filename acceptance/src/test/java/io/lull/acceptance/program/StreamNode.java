package io.lull.acceptance.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.Program;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Terminal;
import io.lull.kernel.test.Ports;
import io.lull.protocol.stream.StreamPhase;
import io.lull.wire.Wire;
import io.lull.wire.api.InstanceView;
import io.lull.wire.api.InstanceViews;
import io.lull.wire.api.StreamView;
import io.lull.wire.api.StreamViews;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A node in a process of its own, and its API as somebody uses it who may do everything. */
final class StreamNode implements AutoCloseable {
  final String address;
  final int clusterPort;
  private final User user;
  private final Path directory;
  private final Path settings;
  private final HttpClient client = HttpClient.newHttpClient();
  private Started process;

  private StreamNode(User user, Path directory, int clusterPort, Path settings, String address) {
    this.user = user;
    this.directory = directory;
    this.clusterPort = clusterPort;
    this.settings = settings;
    this.address = address;
  }

  /**
   * A node that is not started yet.
   *
   * @param directory in which it keeps what it has, and which is made
   * @param more its settings
   */
  static StreamNode of(User user, Path directory, int clusterPort, String more) throws IOException {
    Files.createDirectory(directory);
    int port = Ports.free();
    Path settings = directory.resolve("node.conf");
    Files.writeString(
        settings,
        """
        lull {
          cluster.port = %d
          host.life-file = "%s/life"
          host.announce-every = 200 ms
          journal.embedded.file = "%s/journal.db"
          api { listen = "127.0.0.1:%d", own-token-file = "%s/token" }
          %s
        }
        """
            .formatted(clusterPort, directory, directory, port, directory, more));
    return new StreamNode(user, directory, clusterPort, settings, "http://127.0.0.1:" + port);
  }

  /** Starts it, once more if it has ended. */
  void start() {
    process = user.start("node", "--with-parent", settings.toString());
    process.await(" is ready");
  }

  /** As {@code kill -9} to every process of it, which hears nothing. */
  void kill() {
    user.nodes(settings.toString()).forEach(ProcessHandle::destroyForcibly);
    var _ = process.ran();
  }

  Path token() {
    return directory.resolve("token");
  }

  /** A command to it, in this process, where it begins sooner. */
  Ran typed(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        new Program(
                new Surroundings(
                    Map.of("XDG_STATE_HOME", directory.toString()),
                    directory,
                    new PrintStream(out, false, UTF_8),
                    new PrintStream(err, false, UTF_8),
                    new Terminal(false, false, true, 80)))
            .run(whole(words));
    return new Ran(List.of(words), exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  /** The same in a process of its own. */
  Started started(String... words) {
    return user.start(whole(words));
  }

  /** To this node, unless another one is named. */
  private String[] whole(String... words) {
    List<String> all = new ArrayList<>(List.of("--token-file", token().toString()));
    if (!List.of(words).contains("--node")) {
      all.addAll(List.of("--node", address));
    }
    all.addAll(List.of(words));
    return all.toArray(String[]::new);
  }

  InstanceView instance(String name) {
    return get("/v1/instances", InstanceViews.class).instances().stream()
        .filter(instance -> instance.instance().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The streams of an instance, the one that began last first. */
  List<StreamView> streams(String instance) {
    return get("/v1/streams?limit=1000", StreamViews.class).streams().stream()
        .filter(stream -> stream.instance().name().equals(instance))
        .toList();
  }

  /** Whether nobody has the instance, and no session of it goes on. */
  boolean isFree(String instance) {
    return instance(instance).phase() == StreamPhase.NOT_STARTED
        && streams(instance).stream().allMatch(StreamView::over);
  }

  private <T> T get(String path, Class<T> type) {
    HttpResponse<byte[]> answer = send(request(path).GET());
    assertThat(answer.statusCode()).as("GET %s", path).isEqualTo(200);
    return Wire.json().read(answer.body(), type);
  }

  /** Calls what has no body. */
  HttpResponse<byte[]> post(String path) {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException failed) {
      throw new AssertionError(failed);
    }
  }

  private HttpRequest.Builder request(String path) {
    try {
      return HttpRequest.newBuilder(URI.create(address + path))
          .header("Authorization", "Bearer " + Files.readString(token()).strip());
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
