package io.lull.cli.debug;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cli.FakeNode;
import io.lull.cli.Program;
import io.lull.cli.frame.Surroundings;
import io.lull.cli.frame.Terminal;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.session.StreamSessionPhase;
import io.lull.wire.api.InstanceViews;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.Sessions;
import io.lull.wire.api.Sets;
import io.lull.wire.api.StreamView;
import io.lull.wire.api.StreamViews;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is packed, read again by the tar of this machine. */
@Timeout(120)
class BundleTest {
  private static final String TOKEN = "tok-hunter1";
  private static final Instant AT = Instant.parse("2026-11-22T04:05:06Z");

  /** Each is planted where it would hurt, and must be nowhere in the bundle. */
  private static final List<String> SECRETS =
      List.of(
          TOKEN, "hunter2", "hunter3", "hunter4", "hunter5", "hunter6", "hunter7", "hunter8",
          "hunter9");

  @TempDir Path directory;
  private final FakeNode node = new FakeNode();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void plant() throws IOException {
    Path bin = Files.createDirectories(directory.resolve("home/bin"));
    Path launcher =
        Files.writeString(
            bin.resolve("lull"),
            """
            #!/bin/sh
            echo "called with $*"
            echo 'ok journal: jdbc:postgresql://u:hunter2@db/lull?password=hunter3'
            echo 'FAULT key: -----BEGIN PRIVATE KEY-----'
            echo hunter4
            echo '-----END PRIVATE KEY-----'
            [ "$1" != doctor ] || exit 1
            """);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    System.setProperty("lull.home", directory.resolve("home").toString());
    Files.writeString(
        directory.resolve("lull.conf"),
        "lull { journal.postgres.password = \"hunter5\", writers.db { kind = redis, password ="
            + " hunter6 } }");
    Files.writeString(
        Files.createDirectory(directory.resolve("lull.conf.d")).resolve("10-more.conf"),
        "lull.writers.db.password = hunter9");
    Files.writeString(
        directory.resolve("node.log"),
        "it said hunter5, hunter9 and PGPASSWORD=hunter7 for once\n");
    Files.writeString(directory.resolve("token"), TOKEN);
  }

  @AfterEach
  void close() {
    System.clearProperty("lull.home");
    node.close();
  }

  private int run(String url, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--node",
                url,
                "--token-file",
                "token",
                "--timeout",
                "20s",
                "debug",
                "bundle",
                "--config",
                "lull.conf",
                "--log",
                "node.log"));
    args.addAll(List.of(more));
    return new Program(
            new Surroundings(
                Map.of("XDG_STATE_HOME", directory + "/state", "DATABASE_PASSWORD", "hunter8"),
                directory,
                new PrintStream(out, false, UTF_8),
                new PrintStream(err, false, UTF_8),
                new Terminal(false, false, true, 80)))
        .run(args.toArray(String[]::new));
  }

  private void answering() {
    SessionId id = new SessionId("s-1");
    node.values.put(
        "/v1/sessions",
        new Sessions(
            List.of(
                new SessionView(
                    id,
                    7,
                    SessionPhase.RELEASED,
                    true,
                    Epoch.FIRST,
                    Grade.APPLICATION,
                    AT,
                    AT,
                    Optional.empty(),
                    Optional.of(Grade.APPLICATION),
                    Optional.empty(),
                    new TreeSet<>(),
                    new TreeSet<>()))));
    node.values.put("/v1/hosts", "{\"hosts\":[],\"silent\":[\"" + TOKEN + "\"]}");
    node.values.put("/v1/sets", new Sets(List.of()));
    node.values.put("/v1/instances", new InstanceViews(List.of(), new TreeSet<>()));
    node.values.put("/v1/streams", new StreamViews(List.of(stream("stream-1"))));
    node.values.put("/v1/sessions/stream-1/log", "{\"what\":\"a stream\"}\n");
    node.values.put("/v1/restores", "{\"restores\":[],\"note\":\"" + TOKEN + "\"}");
    node.values.put("/metrics", "lull_frozen 0\n# authorization: Bearer " + TOKEN + "\n");
    node.values.put("/v1/sessions/s-1/log", "{\"token\":\"of a hold\",\"what\":\"hunter8\"}\n");
  }

  private static StreamView stream(String session) {
    return new StreamView(
        new SessionId(session),
        3,
        StreamSessionPhase.OVER,
        true,
        new HostId("h"),
        new InstanceId("mail"),
        StreamKind.FULL,
        AT,
        AT,
        1,
        new TreeSet<>(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.empty());
  }

  /** What is in the one archive that there is, by names. */
  private SortedMap<String, String> unpacked() throws Exception {
    Path file;
    try (Stream<Path> files = Files.list(directory)) {
      file = files.filter(one -> one.toString().endsWith(".tar.gz")).findFirst().orElseThrow();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Path into = Files.createDirectory(directory.resolve("unpacked"));
    Process tar =
        new ProcessBuilder("tar", "-xzf", file.toString(), "-C", into.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(tar.getInputStream().readAllBytes(), UTF_8)).isEmpty();
    assertThat(tar.waitFor()).isZero();
    SortedMap<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.walk(into)) {
      for (Path one : files.filter(Files::isRegularFile).toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
            .isEqualTo("rw-------");
        all.put(into.resolve("lull-debug").relativize(one).toString(), Files.readString(one));
      }
    }
    return all;
  }

  @Test
  void all_that_can_be_had_is_in_it_and_no_secret() throws Exception {
    answering();

    int exit = run(node.url());

    assertThat(exit).as(err.toString(UTF_8)).isZero();
    SortedMap<String, String> parts = unpacked();
    assertThat(parts)
        .containsKeys(
            "about.txt",
            "settings.txt",
            "doctor.txt",
            "held.txt",
            "log/file-1.txt",
            "machine/proc/version.txt",
            "machine/proc/self/mountinfo.txt",
            "node/node.json",
            "node/hosts.json",
            "node/sets.json",
            "node/instances.json",
            "node/streams.json",
            "node/restores.json",
            "node/sessions.json",
            "node/metrics.txt",
            "sessions/s-1.jsonl",
            "streams/stream-1.jsonl",
            "missing.txt");
    assertThat(parts.get("settings.txt"))
        .contains("called with config show " + directory.resolve("lull.conf"));
    // A doctor who finds faults has done his work.
    assertThat(parts.get("doctor.txt")).contains("called with doctor ", "(exit 1)");
    assertThat(parts.get("held.txt")).contains("called with thaw --local --list");
    assertThat(parts.get("log/file-1.txt")).contains("it said (not shown), (not shown) and");
    assertThat(parts.get("node/node.json")).contains("\"version\": \"test\"");
    // A log that is to be replayed keeps what only sounds like a secret.
    assertThat(parts.get("sessions/s-1.jsonl")).contains("\"token\":\"of a hold\"");
    assertThat(parts.get("machine/proc/version.txt")).startsWith("Linux version");
    for (String secret : SECRETS) {
      assertThat(parts.toString()).doesNotContain(secret);
      assertThat(raw()).doesNotContain(secret);
      assertThat(out.toString(UTF_8) + err.toString(UTF_8)).doesNotContain(secret);
    }
  }

  private String raw() throws IOException {
    try (Stream<Path> files = Files.list(directory);
        InputStream in =
            new GZIPInputStream(
                Files.newInputStream(
                    files
                        .filter(one -> one.toString().endsWith(".tar.gz"))
                        .findFirst()
                        .orElseThrow()))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void of_many_logs_no_more_are_packed_than_anybody_can_send() throws Exception {
    answering();
    List<StreamView> streams = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      streams.add(stream("stream-" + i));
      node.values.put("/v1/sessions/stream-" + i + "/log", "x".repeat(12 << 20));
    }
    node.values.put("/v1/streams", new StreamViews(streams));

    assertThat(run(node.url())).isZero();

    SortedMap<String, String> parts = unpacked();
    assertThat(parts)
        .containsKeys("sessions/s-1.jsonl", "streams/stream-5.jsonl", "node/restores.json")
        .doesNotContainKey("streams/stream-6.jsonl");
    assertThat(parts.get("missing.txt")).contains("streams/stream-6.jsonl: ");
  }

  @Test
  void with_no_node_there_is_still_what_the_machine_tells() throws Exception {
    node.close();

    int exit = run(node.url());

    assertThat(exit).as(err.toString(UTF_8)).isZero();
    SortedMap<String, String> parts = unpacked();
    assertThat(parts).containsKeys("settings.txt", "doctor.txt", "machine/proc/version.txt");
    for (String part :
        List.of("node/node.json", "node/hosts.json", "node/metrics.txt", "sessions")) {
      assertThat(parts.get("missing.txt")).contains(part + ": ");
      assertThat(out.toString(UTF_8)).contains("not in it: " + part + ": ");
    }
    assertThat(parts.get("missing.txt")).contains("cannot be reached");
  }

  @Test
  void a_node_that_falls_silent_is_not_asked_again() throws Exception {
    node.handlers.put("*", exchange -> exchange.close());

    assertThat(run(node.url())).isZero();

    assertThat(node.requests).hasSizeLessThanOrEqualTo(2);
    assertThat(unpacked().get("missing.txt")).contains("node/sets.json: ", "sessions: ");
  }

  @Test
  void what_a_node_refuses_or_garbles_is_named() throws Exception {
    answering();
    node.values.remove("/v1/sets");
    node.values.put("/v1/hosts", "no json at all");
    node.values.put("/v1/sessions", "{\"sessions\":[{\"session\":\"../../etc/passwd\"}]}");

    assertThat(run(node.url(), "-o", "json")).isZero();

    String missing = unpacked().get("missing.txt");
    assertThat(missing)
        .contains("node/sets.json: there is no /v1/sets")
        .contains("node/hosts.json: it is not in the form that it should have")
        .contains("node/sessions.json: ");
    assertThat(out.toString(UTF_8)).contains("\"part\":\"node/sets.json\"");
  }

  @Test
  void without_its_launcher_and_with_a_launcher_that_hangs_the_rest_is_there() throws Exception {
    answering();
    Files.writeString(directory.resolve("home/bin/lull"), "#!/bin/sh\nexec sleep 1000\n");

    assertThat(run(node.url(), "--timeout", "1s")).isZero();

    SortedMap<String, String> parts = unpacked();
    assertThat(parts).containsKeys("machine/proc/version.txt").doesNotContainKey("doctor.txt");
    assertThat(parts.get("missing.txt")).contains("doctor.txt: ", "took longer than 1 s");
  }

  @Test
  void nothing_is_overwritten_and_wrong_input_is_named() throws IOException {
    Path there = Files.writeString(directory.resolve("there.tar.gz"), "mine");

    assertThat(run(node.url(), "--to", "there.tar.gz")).isEqualTo(2);

    assertThat(there).hasContent("mine");
    assertThat(err.toString(UTF_8)).contains("there is a " + there + " already");
    assertThat(run(node.url(), "--to", "no/where.tar.gz")).isEqualTo(1);
    assertThat(run(node.url(), "--sessions", "-1")).isEqualTo(2);
    assertThat(run(node.url(), "--config", "nowhere.conf")).isEqualTo(2);
  }
}
