package io.lull.acceptance.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.Program;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Terminal;
import io.lull.kernel.test.Ports;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.stream.StreamPhase;
import io.lull.wire.Wire;
import io.lull.wire.api.InstanceView;
import io.lull.wire.api.InstanceViews;
import io.lull.wire.api.StreamView;
import io.lull.wire.api.StreamViews;
import io.lull.writer.database.ServerProcess;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Somebody who streams what a node has that runs in a process of its own. */
final class StreamStage implements AutoCloseable {
  private static final int BIG = 6 << 20;
  private static final long LONG_MILLIS = 120_000;

  final Path directory;
  final User user;
  final String address;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Path settings;
  private Started node;

  private StreamStage(Path directory, String instances) throws IOException {
    this.directory = directory;
    this.user = new User(Installation.in(directory.resolve("lull")), directory);
    this.settings = directory.resolve("node.conf");
    int port = Ports.free();
    this.address = "http://127.0.0.1:" + port;
    user.with("LULL_NODE", address).with("LULL_TOKEN_FILE", token());
    Files.writeString(
        settings,
        """
        lull {
          node.host = here
          cluster.port = %d
          host.life-file = "%s/life"
          host.announce-every = 200 ms
          journal.embedded.file = "%s/journal.db"
          api { listen = "127.0.0.1:%d", own-token-file = "%s" }
          # Whoever is silent for so long is taken for lost.
          limits { abort = 2 s, requester-lease = 8 s }
          %s
        }
        """
            .formatted(Ports.free(), directory, directory, port, token(), instances));
    this.node = startNode();
  }

  /** A directory that the users pass as whom servers run. */
  static Path make() throws IOException {
    return Files.setPosixFilePermissions(
        Files.createTempDirectory("lull-stream").toRealPath(),
        PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * Starts the node.
   *
   * @param directory as it was made
   * @param instances the settings of what it can stream
   */
  static StreamStage start(Path directory, String instances) throws IOException {
    return new StreamStage(directory, instances);
  }

  /** The settings of an instance, which is a directory with one big file and a small one. */
  static String instance(Path directory, String name) throws IOException {
    Path files = directory.resolve("files");
    if (!Files.exists(files)) {
      Files.createDirectory(files);
      byte[] bytes = new byte[BIG];
      new Random(6).nextBytes(bytes);
      Files.write(files.resolve("big"), bytes);
      Files.writeString(files.resolve("small"), "a few words");
    }
    return "instances.%s { kind = directory, path = \"%s\" }%n".formatted(name, files);
  }

  private Started startNode() {
    Started started = user.start("node", "--with-parent", settings.toString());
    started.await(" is ready");
    return started;
  }

  /** As {@code kill -9} to every process of the node, which hears nothing. */
  void killNode() {
    user.nodes().forEach(ProcessHandle::destroyForcibly);
    var _ = node.ran();
  }

  void startNodeAgain() {
    node = startNode();
  }

  /** Where the backups of an instance go. */
  Path target(String instance) {
    return directory.resolve("backups-of-" + instance);
  }

  private List<String> stream(String instance, String... more) {
    List<String> words =
        new ArrayList<>(List.of("stream", "here/" + instance, "--to", target(instance).toString()));
    words.addAll(List.of(more));
    return words;
  }

  /** A stream in a process of its own. */
  Started started(String instance, String... more) {
    return user.start(stream(instance, more).toArray(String[]::new));
  }

  /** The same in this process, where it is begun sooner. */
  Ran streamed(String instance, String... more) {
    return typed(stream(instance, more).toArray(String[]::new));
  }

  /** A backup that comes to something, after which nothing else is left there but backups. */
  void demandBackup(String instance) throws IOException {
    int before = backups(instance).size();
    streamed(instance).ends(ExitCode.COMPLETED);
    assertThat(backups(instance)).hasSize(before + 1);
    assertThat(kept(instance)).allMatch(kept -> Files.exists(kept.resolve("manifest.json")));
    typed("stream", "verify", target(instance).toString()).ends(ExitCode.COMPLETED);
  }

  /** What one finds who asks for backups. */
  List<String> backups(String instance) {
    Path target = target(instance);
    return Files.exists(target)
        ? typed("stream", "list", target.toString())
            .ends(ExitCode.COMPLETED)
            .out()
            .lines()
            .skip(1)
            .toList()
        : List.of();
  }

  /** All directories in which a backup is, or was to be. */
  List<Path> kept(String instance) throws IOException {
    if (!Files.exists(target(instance))) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(target(instance))) {
      return all.filter(Files::isDirectory).toList();
    }
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
          .header("Authorization", "Bearer " + Files.readString(Path.of(token())).strip());
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  /** Nobody has the instance, and no session of it goes on. */
  void awaitFree(String instance) {
    await(
        instance + " to be free",
        () ->
            instance(instance).phase() == StreamPhase.NOT_STARTED
                && streams(instance).stream().allMatch(StreamView::over));
  }

  static void await(String what, BooleanSupplier promise) {
    long end = System.nanoTime() + MILLISECONDS.toNanos(LONG_MILLIS);
    while (!promise.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("expected " + what + ", but it did not come");
      }
      LockSupport.parkNanos(MILLISECONDS.toNanos(50));
    }
  }

  /** Somebody has read something of a database, and not all. */
  void awaitHalfAFile(String instance) {
    await("the first bytes of a file", () -> hasHalfAFile(instance));
  }

  private boolean hasHalfAFile(String instance) {
    try {
      for (Path kept : kept(instance)) {
        if (!Files.exists(kept.resolve("manifest.json"))) {
          for (Path file : User.files(kept)) {
            if (file.toString().endsWith(".tar") && Files.size(file) >= 1 << 20) {
              return true;
            }
          }
        }
      }
      return false;
    } catch (IOException gone) {
      return false;
    }
  }

  /** A command in this process. */
  Ran typed(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of("--token-file", token()));
    if (!List.of(words).contains("--node")) {
      all.addAll(List.of("--node", address));
    }
    all.addAll(List.of(words));
    int exit =
        new Program(
                new Surroundings(
                    Map.of("XDG_STATE_HOME", directory.toString()),
                    directory,
                    new PrintStream(out, false, UTF_8),
                    new PrintStream(err, false, UTF_8),
                    new Terminal(false, false, true, 80)))
            .run(all.toArray(String[]::new));
    return new Ran(List.of(words), exit, out.toString(UTF_8), err.toString(UTF_8));
  }

  private String token() {
    return directory + "/token";
  }

  @Override
  public void close() throws IOException {
    user.close();
    client.shutdownNow();
    ServerProcess.remove(directory);
  }
}
