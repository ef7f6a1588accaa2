package io.lull.node.api;

import static io.lull.node.api.ApiNode.problem;
import static io.lull.node.api.ApiNode.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.ConfigFactory;
import io.lull.kernel.test.Ports;
import io.lull.node.LullNode;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.docs.GeneratedDoc;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.Verification;
import io.lull.wire.Wire;
import io.lull.wire.api.SessionView;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What a real node tells Prometheus, after a set that failed and one that did not. */
@Timeout(300)
class MetricsTest {
  private static final Path MONITORING =
      Path.of(System.getProperty("lull.root", ".."), "node/src/main/dist/share/monitoring");
  private static final Path ALERTS = MONITORING.resolve("lull-alerts.yml");
  private static final Path DASHBOARD = MONITORING.resolve("lull-dashboard.json");

  // Prometheus itself adds these to whatever it reads.
  private static final List<String> OF_THE_TARGET = List.of("instance", "job");

  private static final Pattern NAME = Pattern.compile("\\b(?:lull|jvm|process)_[a-z0-9_]+\\b");
  private static final Pattern GROUPED = Pattern.compile("\\b(?:by|on)\\s*\\(([^)]*)\\)");
  private static final Pattern MATCHED = Pattern.compile("([a-z_]+)\\s*(?:=~|!=|!~|=)\\s*\"");
  private static final Pattern SHOWN = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");

  @TempDir static Path directory;
  private static ApiNode api;
  private static SessionView failed;
  private static SessionView good;
  private static String scraped = "";
  private static Scrape scrape = Scrape.of("");

  @BeforeAll
  static void runSessions() throws Exception {
    // A test writer that is told to fail does so once.
    api =
        ApiNode.start(
            directory,
            """
            lull.writers.db.freeze = retryable
            lull.instances.files { kind = directory, path = "/nowhere" }
            """);
    failed = api.run(ApiTest.EVERYTHING);
    good = api.run(ApiTest.EVERYTHING);
    verified(api, good.set().orElseThrow(), new Verification(true, "all of it"));
    verified(api, good.set().orElseThrow(), new Verification(false, "bad page"));
    HttpResponse<byte[]> answer = api.get("/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""))
        .isEqualToIgnoringCase("text/plain;version=0.0.4;charset=utf-8");
    scraped = text(answer);
    scrape = Scrape.of(scraped);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static Instant verified(ApiNode node, SetId set, Verification found) throws Exception {
    HttpResponse<byte[]> answer =
        node.send(
            node.as("o", "/v1/sets/" + set + "/verification")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofByteArray(Wire.json().write(found))));
    return Wire.json().read(answer.body(), CatalogueEntry.class).verification().orElseThrow().at();
  }

  @Test
  void verificationsAreCountedByWhatTheyCameTo() {
    assertThat(scrape.value("lull_verifications_total", "outcome", "good")).isOne();
    assertThat(scrape.value("lull_verifications_total", "outcome", "bad")).isOne();
    assertThat(scrape.value("lull_last_verified_timestamp_seconds"))
        .isGreaterThan(good.began().toEpochMilli() / 1e3);
  }

  @Test
  void sessionsAreCountedByWhatBecameOfThem() {
    assertThat(scrape.value("lull_sessions_total", "outcome", "failed", "grade", "none")).isOne();
    assertThat(scrape.value("lull_sessions_total", "outcome", "completed", "grade", "application"))
        .isOne();
    assertThat(scrape.value("lull_aborts_total", "cause", "writer_retryable")).isOne();
    assertThat(scrape.value("lull_aborts_total", "cause", "hold_lapsed")).isZero();
    assertThat(scrape.value("lull_window_seconds_count")).isEqualTo(2);
    assertThat(scrape.value("lull_phase_seconds_count", "phase", "window_open")).isEqualTo(2);
    assertThat(scrape.value("lull_open_sessions")).isZero();
    assertThat(scrape.value("lull_thaw_unconfirmed")).isZero();
    assertThat(scrape.value("lull_last_success_timestamp_seconds"))
        .isBetween(good.began().toEpochMilli() / 1e3, good.changed().toEpochMilli() / 1e3 + 1);
  }

  @Test
  void holdsAreMeasuredOnTheHost() {
    String[] db = {"host", "alone", "writer", "db"};
    assertThat(scrape.value("lull_frozen", db)).isZero();
    assertThat(scrape.value("lull_lease_remaining_seconds", db)).isZero();
    assertThat(scrape.value("lull_lapses_total", db)).isZero();
    assertThat(scrape.value("lull_freeze_seconds_count", db)).isOne();
    assertThat(scrape.value("lull_freeze_seconds_sum", db)).isPositive();
    assertThat(
            scrape.value(
                "lull_freeze_seconds_bucket", "host", "alone", "writer", "db", "le", "+Inf"))
        .isOne();
    assertThat(scrape.value("lull_orphan_snapshots", "host", "alone", "provider", "main")).isZero();
  }

  @Test
  void theNodeSaysHowItIs() {
    assertThat(scrape.value("lull_ready")).isOne();
    assertThat(scrape.value("lull_journal_answers")).isOne();
    assertThat(scrape.value("lull_known_hosts")).isOne();
    assertThat(scrape.value("lull_build_info", "version", ApiServer.VERSION)).isOne();
  }

  @Test
  void noSessionOrSetIsALabel() {
    assertThat(scraped)
        .doesNotContain(failed.session().name(), good.session().name())
        .doesNotContain(good.set().orElseThrow().name());
    // So that it stays as long as it is, however many sessions there are.
    assertThat(
            scrape.samples().stream().filter(sample -> sample.name().startsWith("lull_")).count())
        .isLessThan(600);
  }

  @Test
  void onlyWhoIsKnownMayRead() throws Exception {
    problem(api.send(api.request("/metrics").GET()), 401);
    problem(api.send(api.as("nobody", "/metrics").GET()), 401);
    problem(api.get("/metrics/more"), 404);
  }

  @Test
  void theLatestSuccessIsKnownAfterAStart() throws Exception {
    Path own = Files.createDirectory(directory.resolve("again"));
    SessionView before;
    Instant verified;
    try (ApiNode first = ApiNode.start(own, "")) {
      HttpResponse<byte[]> ordered =
          first.post("/v1/backups", ApiTest.EVERYTHING, "Idempotency-Key", "once");
      String id = Wire.json().read(ordered.body(), SessionView.class).session().name();
      before = first.get("/v1/sessions/" + id + "?await=over&for=30s", SessionView.class);
      assertThat(before.failure()).isEmpty();
      verified = verified(first, before.set().orElseThrow(), new Verification(true, "all of it"));
    }
    try (ApiNode second = ApiNode.start(own, "")) {
      Scrape known = scrape;
      do {
        known = Scrape.of(text(second.get("/metrics")));
      } while (Double.isNaN(known.value("lull_last_verified_timestamp_seconds")));
      assertThat(known.value("lull_last_success_timestamp_seconds"))
          .isEqualTo(before.began().toEpochMilli() / 1e3);
      assertThat(known.value("lull_last_verified_timestamp_seconds"))
          .isEqualTo(verified.toEpochMilli() / 1e3);
    }
  }

  @Test
  void aNodeThatIsNoCoordinatorTellsOfItsHost() throws Exception {
    Path own = Files.createDirectory(directory.resolve("host"));
    int port = Ports.free();
    try (LullNode _ =
        LullNode.start(
            ConfigFactory.parseString(
                """
                lull {
                  node { host = remote, roles = [host] }
                  cluster.port = %d
                  host.life-file = "%s/life"
                  api { listen = "127.0.0.1:%d", own-token-file = "%s/token" }
                  writers.db { kind = test, components = "data:/data" }
                  providers.main { kind = test, directory = "%s/copies" }
                }
                """
                    .formatted(Ports.free(), own, port, own, own)))) {
      String token = Files.readString(own.resolve("token")).strip();
      Scrape there = Scrape.of(asked(port, "/metrics", token).body());

      assertThat(there.value("lull_frozen", "host", "remote", "writer", "db")).isZero();
      assertThat(there.types()).doesNotContainKeys("lull_sessions_total", "lull_open_sessions");
      HttpResponse<String> other = asked(port, "/v1/node", token);
      assertThat(other.statusCode()).isEqualTo(404);
      assertThat(other.body()).contains("a node that is a coordinator");
      assertThat(asked(port, "/metrics", "wrong").statusCode()).isEqualTo(401);
    }
  }

  private static HttpResponse<String> asked(int port, String path, String token) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.ofString());
  }

  @Test
  void theDocumentListsWhatThereIs() {
    StringBuilder table =
        new StringBuilder("| metric | type | labels | what it is |\n|---|---|---|---|\n");
    for (String name : new TreeSet<>(scrape.types().keySet())) {
      if (name.startsWith("lull_")) {
        String type = scrape.types().get(name);
        SortedSet<String> labels = new TreeSet<>();
        scrape.of(name, type).forEach(sample -> labels.addAll(sample.labels().keySet()));
        labels.remove("le");
        table.append(
            "| `%s` | %s | %s | %s |\n"
                .formatted(
                    name,
                    type,
                    labels.stream()
                        .map(label -> "`" + label + "`")
                        .collect(Collectors.joining(", ")),
                    scrape.helps().getOrDefault(name, "")));
        assertThat(scrape.helps().get(name)).as(name).isNotBlank();
      }
    }
    GeneratedDoc.check("docs/metrics.md", MetricsDoc.BEFORE + table + MetricsDoc.AFTER);
  }

  /** An expression, and what is shown of its result. */
  private record Expression(String where, String text, String shown) {}

  @SuppressWarnings("unchecked")
  private static List<Expression> alerts() throws Exception {
    List<Expression> all = new ArrayList<>();
    Map<String, Object> file = new Yaml().load(Files.readString(ALERTS));
    for (Map<String, Object> group : (List<Map<String, Object>>) file.get("groups")) {
      for (Map<String, Object> rule : (List<Map<String, Object>>) group.get("rules")) {
        assertThat(rule.keySet()).isSubsetOf("alert", "expr", "for", "labels", "annotations");
        assertThat((Map<String, String>) rule.get("annotations"))
            .as("%s", rule.get("alert"))
            .containsOnlyKeys("summary", "action");
        assertThat(((Map<String, String>) rule.get("labels")).get("severity"))
            .isIn("critical", "warning");
        all.add(
            new Expression(
                "alert " + rule.get("alert"),
                String.valueOf(rule.get("expr")),
                String.valueOf(rule.get("annotations"))));
      }
    }
    return all;
  }

  @SuppressWarnings("unchecked")
  private static List<Expression> panels() throws Exception {
    List<Expression> all = new ArrayList<>();
    Map<String, Object> file = new Yaml().load(Files.readString(DASHBOARD));
    for (Map<String, Object> panel : (List<Map<String, Object>>) file.get("panels")) {
      for (Map<String, Object> target : (List<Map<String, Object>>) panel.get("targets")) {
        all.add(
            new Expression(
                "panel " + panel.get("title"),
                String.valueOf(target.get("expr")),
                String.valueOf(target.get("legendFormat"))));
      }
    }
    return all;
  }

  @Test
  void whatIsShippedAsksForNothingThatIsNotThere() throws Exception {
    List<Expression> all = Stream.concat(alerts().stream(), panels().stream()).toList();
    assertThat(all).hasSizeGreaterThan(20);
    for (Expression one : all) {
      List<String> names = found(NAME, one.text()).map(MatchResult::group).toList();
      assertThat(names).as(one.where()).isNotEmpty();
      SortedSet<String> labels = new TreeSet<>(OF_THE_TARGET);
      for (String name : names) {
        assertThat(scrape.samples()).as(one.where()).extracting(Scrape.Sample::name).contains(name);
        labels.addAll(scrape.labelsOf(name));
      }
      List<String> used = new ArrayList<>();
      found(GROUPED, one.text()).forEach(by -> used.addAll(List.of(by.group(1).split(",\\s*"))));
      found(MATCHED, one.text()).forEach(match -> used.add(match.group(1)));
      found(SHOWN, one.shown()).forEach(match -> used.add(match.group(1)));
      assertThat(labels).as(one.where()).containsAll(used);
    }
  }

  @Test
  void whatMattersMostIsWatched() throws Exception {
    String alerts = alerts().stream().map(Expression::text).collect(Collectors.joining("\n"));
    String panels = panels().stream().map(Expression::text).collect(Collectors.joining("\n"));
    assertThat(alerts)
        .contains("lull_frozen", "lull_thaw_unconfirmed", "lull_lapses_total")
        .contains("lull_last_success_timestamp_seconds");
    for (String name : scrape.types().keySet()) {
      // The longest of a short while says nothing that the histogram does not.
      if (name.startsWith("lull_") && !name.endsWith("_max") && !name.equals("lull_build_info")) {
        assertThat(panels).as(name).contains(name);
      }
    }
  }

  private static Stream<MatchResult> found(Pattern pattern, String text) {
    return pattern.matcher(text).results();
  }

  /** The word of those who wrote Prometheus, where their tool is there. */
  @Test
  void theToolOfPrometheusFindsNoMistake() throws Exception {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(dir -> Files.isExecutable(Path.of(dir, "promtool"))),
        "promtool is not here: rules and metrics are compared with each other only");
    Path metrics = Files.writeString(directory.resolve("scraped"), scraped);

    promtool(Path.of("/dev/null"), "check", "rules", ALERTS.toString());
    promtool(metrics, "check", "metrics");
  }

  private static void promtool(Path in, String... args) throws Exception {
    Process tool =
        new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(args)).toList())
            .redirectInput(in.toFile())
            .redirectErrorStream(true)
            .start();
    try (InputStream said = tool.getInputStream()) {
      String all = new String(said.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      assertThat(tool.waitFor()).as(all).isZero();
    }
  }
}
