package io.lull.node.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Ports;
import io.lull.node.Main;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SetId;
import io.lull.wire.Wire;
import io.lull.wire.api.BackupOrder;
import io.lull.wire.api.SessionView;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The log of a real process, as whoever collects logs reads it. */
@Timeout(180)
class LogTest {
  private static final String SECRET = "s3cret-of-the-journal";

  private static final BackupOrder EVERYTHING = BackupOrder.of(Optional.empty());

  @TempDir Path directory;

  private static Process java(Class<?> main, String format, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                // That of the tests would be found before it.
                "-Dlogback.configurationFile=" + Main.class.getResource("/logback.xml")));
    if (!format.isEmpty()) {
      command.add("-DLULL_LOG_FORMAT=" + format);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  private Path settings(String format, int port) throws IOException {
    return Files.writeString(
        directory.resolve("lull.conf"),
        """
        lull {
          node.host = alone
          logging.format = %s
          cluster.port = %d
          journal.postgres.password = "%s"
          host { life-file = "%s/life", announce-every = 200 ms }
          api { listen = "127.0.0.1:%d", own-token-file = "%s/token" }
          journal.embedded.file = "%s/journal.db"
          writers.db { kind = test, components = "data:/data" }
          providers.main { kind = test, directory = "%s/copies" }
        }
        """
            .formatted(
                format, Ports.free(), SECRET, directory, port, directory, directory, directory));
  }

  private static String until(BufferedReader said, List<String> all, Predicate<String> line)
      throws IOException {
    for (String next = said.readLine(); next != null; next = said.readLine()) {
      all.add(next);
      if (line.test(next)) {
        return next;
      }
    }
    throw new AssertionError("expected another line, but got only:\n" + String.join("\n", all));
  }

  private HttpResponse<byte[]> ask(HttpRequest.Builder request) throws Exception {
    String token = Files.readString(directory.resolve("token")).strip();
    return HttpClient.newHttpClient()
        .send(
            request.header("Authorization", "Bearer " + token).build(), BodyHandlers.ofByteArray());
  }

  /** Runs a backup in a node of its own, and returns what it has logged and what came of it. */
  private SessionView backup(String format, List<String> said) throws Exception {
    int port = Ports.free();
    String at = "http://127.0.0.1:" + port;
    Process node = java(Main.class, "", settings(format, port).toString());
    try (BufferedReader out = node.inputReader(UTF_8)) {
      until(out, said, line -> line.endsWith(" is ready"));
      HttpResponse<byte[]> ordered =
          ask(
              HttpRequest.newBuilder(URI.create(at + "/v1/backups"))
                  .header("Idempotency-Key", "k")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofByteArray(Wire.json().write(EVERYTHING))));
      assertThat(ordered.statusCode()).as(new String(ordered.body(), UTF_8)).isEqualTo(201);
      String id = Wire.json().read(ordered.body(), SessionView.class).session().name();
      SessionView over =
          Wire.json()
              .read(
                  ask(HttpRequest.newBuilder(
                              URI.create(at + "/v1/sessions/" + id + "?await=over&for=30s"))
                          .GET())
                      .body(),
                  SessionView.class);
      ask(
          HttpRequest.newBuilder(
                  URI.create(at + "/v1/sets/" + over.set().map(SetId::name).orElseThrow()))
              .DELETE());
      until(out, said, line -> line.contains("is DELETED"));
      return over;
    } finally {
      node.destroyForcibly();
    }
  }

  @Test
  void every_part_of_a_node_names_session_and_set_in_json() throws Exception {
    List<String> said = new ArrayList<>();
    SessionView session = backup("json", said);

    List<JsonNode> lines =
        said.stream()
            .filter(line -> line.startsWith("{"))
            .map(line -> new ObjectMapper().readTree(line))
            .toList();
    // What the program says to whoever starts it is no log.
    assertThat(said.stream().filter(line -> !line.startsWith("{")))
        .contains("lull node reads its settings from " + directory.resolve("lull.conf"))
        .allMatch(line -> line.startsWith("lull node "));
    List<JsonNode> about =
        lines.stream()
            .filter(line -> session.session().name().equals(mark(line, "session")))
            .toList();
    assertThat(about.stream().map(line -> line.get("loggerName").asString()).distinct())
        .contains("lull.session", "io.lull.writer", "io.lull.node.api.BackupRoutes");
    for (String part :
        List.of("WindowClosed", "alone/db FREEZE answered", "alone/main is CREATED")) {
      assertThat(about)
          .as(part)
          .anySatisfy(
              line -> {
                assertThat(line.get("formattedMessage").asString()).contains(part);
                assertThat(mark(line, "set")).isEqualTo(session.set().orElseThrow().name());
              });
    }
    for (JsonNode line : lines) {
      assertThat(line.has("timestamp") && line.has("level") && line.has("threadName")).isTrue();
      // A line that names a session or a set in its words also bears its id.
      String text = line.get("formattedMessage").asString();
      if (text.contains(session.session().name())) {
        assertThat(mark(line, "session")).as(text).isEqualTo(session.session().name());
      }
    }
    assertThat(String.join("\n", said))
        .doesNotContain(SECRET, Files.readString(directory.resolve("token")).strip());
  }

  private static String mark(JsonNode line, String name) {
    return line.path("mdc").path(name).asString("");
  }

  @Test
  void people_read_the_same_in_text() throws Exception {
    List<String> said = new ArrayList<>();
    SessionView session = backup("text", said);

    String marks =
        " session=" + session.session() + " set=" + session.set().orElseThrow().name() + " - ";
    assertThat(said)
        .anyMatch(line -> line.contains(" INFO  session" + marks) && line.contains("WindowClosed"))
        .anyMatch(line -> line.endsWith(" INFO  writer" + marks + "alone/main is CREATED"))
        .anyMatch(line -> line.matches("\\S+Z INFO  \\S+ - .*"));
    assertThat(String.join("\n", said)).doesNotContain(SECRET, "session= ", "set= ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void whatAStrangerSaysBeginsNoLine(String format) throws Exception {
    Process process = java(Hostile.class, format);
    List<String> said = new ArrayList<>();
    try (BufferedReader out = process.inputReader(UTF_8)) {
      until(out, said, line -> line.contains("the end"));
    } finally {
      process.destroyForcibly();
    }

    assertThat(said).noneMatch(line -> line.startsWith(Hostile.FORGED.substring(0, 20)));
    assertThat(said.stream().filter(line -> line.contains("forged"))).hasSize(2);
    assertThat(said.stream().flatMapToInt(String::chars)).noneMatch(c -> c == 0x1b);
    if (format.equals("json")) {
      assertThat(said).hasSize(3).allMatch(line -> new ObjectMapper().readTree(line).isObject());
    } else {
      assertThat(
              said.stream().filter(line -> !line.startsWith("    | ")).collect(Collectors.toList()))
          .hasSize(3)
          .allMatch(line -> line.contains(" WARN  hostile - "));
    }
  }

  @Test
  void a_format_that_nobody_knows_is_refused_at_the_start() throws Exception {
    Process node = java(Main.class, "", settings("xml", Ports.free()).toString());
    try (Stream<String> said = node.inputReader(UTF_8).lines()) {
      assertThat(said.collect(Collectors.joining(" ")))
          .contains("lull.logging.format: expected text or json, but it is xml");
    }
    assertThat(node.waitFor()).isEqualTo(2);
  }

  @Test
  void a_port_that_somebody_else_has_is_said_in_one_sentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process node = java(Main.class, "", settings("text", taken.getLocalPort()).toString());
      try (BufferedReader said = node.inputReader(UTF_8)) {
        List<String> all = said.lines().toList();
        assertThat(all)
            .filteredOn(line -> line.contains("lull.api.listen"))
            .singleElement()
            .asString()
            .startsWith("lull node: expected to answer on 127.0.0.1:" + taken.getLocalPort());
        // What an exception says is behind a bar.
        assertThat(all).noneMatch(line -> line.startsWith("    | "));
        assertThat(node.waitFor()).isEqualTo(ExitCode.FAILED.number());
      } finally {
        node.destroyForcibly();
      }
    }
  }
}
