package io.lull.node.api;

import static io.lull.node.api.ApiNode.problem;
import static io.lull.node.api.ApiNode.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.SessionReply;
import io.lull.wire.EventLogKind;
import io.lull.wire.EventLogReader;
import io.lull.wire.Wire;
import io.lull.wire.api.BackupOrder;
import io.lull.wire.api.Copies;
import io.lull.wire.api.Exposure;
import io.lull.wire.api.HostViews;
import io.lull.wire.api.NodeView;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.Sessions;
import io.lull.wire.api.Sets;
import io.lull.wire.api.Timeline;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every route of a real node, over real sockets; each response is compared with the description.
 */
class ApiTest {
  static final BackupOrder EVERYTHING = BackupOrder.of(Optional.empty());

  @TempDir static Path directory;
  private static ApiNode api;

  @BeforeAll
  static void start() throws Exception {
    api = ApiNode.start(directory, "");
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static BackupOrder order(String writer) {
    return new BackupOrder(
        Optional.empty(),
        new TreeSet<>(List.of(new WriterId(new HostId("alone"), writer))),
        new TreeSet<>(),
        new TreeSet<>(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void anOrderedBackupLeavesASetThatCanBeLookedAtFromAllSides() throws Exception {
    SessionView session = api.run(EVERYTHING);

    assertThat(session.phase()).isEqualTo(SessionPhase.RELEASED);
    assertThat(session.grade()).contains(Grade.APPLICATION);
    SetId set = session.set().orElseThrow();
    assertThat(api.get("/v1/sets/" + set, CatalogueEntry.class).state())
        .isEqualTo(SetState.CERTIFIED);
    assertThat(api.get("/v1/sets", Sets.class).sets())
        .anySatisfy(one -> assertThat(one.set()).isEqualTo(set));
    assertThat(api.get("/v1/sets/" + set + "/certificate", Certificate.class).set()).isEqualTo(set);
    assertThat(api.get("/v1/sets/" + set + "/copies", Copies.class).copies()).hasSize(1);
    assertThat(api.get("/v1/sessions/" + session.session() + "/timeline", Timeline.class).spans())
        .isNotEmpty();
    assertThat(api.get("/v1/sessions?limit=1000", Sessions.class).sessions())
        .anySatisfy(one -> assertThat(one.session()).isEqualTo(session.session()));
    assertThat(api.get("/v1/sessions?open=true&limit=1000", Sessions.class).sessions())
        .noneSatisfy(one -> assertThat(one.session()).isEqualTo(session.session()));
  }

  @Test
  void theLogOfASessionIsWhole() throws Exception {
    SessionView session = api.run(EVERYTHING);

    HttpResponse<byte[]> log = api.get("/v1/sessions/" + session.session() + "/log");

    assertThat(
            EventLogReader.read(new ByteArrayInputStream(log.body()), EventLogKind.SESSION)
                .entries())
        .hasSize((int) session.version());
  }

  @Test
  void aNodeTellsOfItselfAndItsHosts() throws Exception {
    assertThat(api.get("/v1/node", NodeView.class).host()).isEqualTo(new HostId("alone"));
    HostViews hosts = api.get("/v1/hosts", HostViews.class);
    assertThat(hosts.silent()).isEmpty();
    assertThat(hosts.hosts())
        .singleElement()
        .satisfies(
            host -> {
              assertThat(host.writers()).hasSize(1);
              assertThat(host.providers()).hasSize(1);
            });
  }

  @Test
  void theSameKeyIsTheSameSessionAndAnotherOrderUnderItIsRefused() throws Exception {
    String key = UUID.randomUUID().toString();
    HttpResponse<byte[]> first = api.post("/v1/backups", EVERYTHING, "Idempotency-Key", key);
    SessionView session = api.over(first);

    HttpResponse<byte[]> again = api.post("/v1/backups", EVERYTHING, "Idempotency-Key", key);

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(api.over(again).session()).isEqualTo(session.session());
    assertThat(again.headers().firstValue("Location"))
        .contains("/v1/sessions/" + session.session());
    BackupOrder other = order("db");
    problem(api.post("/v1/backups", other, "Idempotency-Key", key), 422);
    problem(api.post("/v1/backups", EVERYTHING), 400);
    problem(api.post("/v1/backups", EVERYTHING, "Idempotency-Key", "k".repeat(256)), 400);
  }

  @Test
  void aBackupOfWhatIsNotThereSaysWhy() throws Exception {

    SessionView session = api.run(order("nobody"));

    assertThat(session.failure().orElseThrow().failure()).isEqualTo(Failure.OBJECT_NOT_FOUND);
    assertThat(session.failure().orElseThrow().detail()).contains("alone/nobody");
    assertThat(session.set()).isEmpty();
  }

  private static HttpResponse<byte[]> expose(String token, String set, Object body)
      throws Exception {
    byte[] json = body instanceof String text ? text.getBytes(UTF_8) : Wire.json().write(body);
    return api.send(
        api.as(token, "/v1/sets/" + set + "/exposures")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json)));
  }

  @Test
  void aCopyIsExposedByAnAdministratorWhereThereIsOneAndItsSetLives() throws Exception {
    String set = api.run(EVERYTHING).set().orElseThrow().name();
    Exposure wanted = new Exposure(new Volume(new HostId("alone"), "/data"), "/mnt");

    problem(expose("o", set, wanted), 403);
    problem(api.send(api.as("o", "/v1/sets/" + set + "/exposures").DELETE()), 403);
    problem(expose("a", "set-none", wanted), 404);
    problem(expose("a", set, new Exposure(new Volume(new HostId("alone"), "/x"), "/mnt")), 404);
    // The copies of this provider lie in no directory.
    assertThat(problem(expose("a", set, wanted), 404).detail()).contains("to lie in a directory");
    problem(api.send(api.as("a", "/v1/sets/" + set + "/exposures?volume=alone:/x").DELETE()), 404);
    problem(api.send(api.as("a", "/v1/sets/" + set + "/exposures?volume=x").DELETE()), 400);
    for (String path : List.of("mnt", "/mnt/../etc", "/mnt//a", "", "/a\\u0000b")) {
      problem(expose("a", set, "{\"volume\":\"alone:/data\",\"path\":\"" + path + "\"}"), 400);
    }
    assertThat(api.send(api.as("o", "/v1/sets/" + set).DELETE()).statusCode()).isEqualTo(200);
    assertThat(problem(expose("a", set, wanted), 409).failure()).isEqualTo(Failure.BAD_STATE);
  }

  private static <R extends SessionReply> R call(String id, SessionInput.Verb verb, Class<R> reply)
      throws Exception {
    HttpResponse<byte[]> response = api.post("/v1/sessions/" + id + "/calls?for=30s", verb);
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    return reply.cast(Wire.json().read(response.body(), SessionReply.class));
  }

  private static SessionInput.InitializeForBackup initialize() {
    return new SessionInput.InitializeForBackup(
        new RequestId("r-1"), new Policy(Limits.defaults(), Grade.APPLICATION, true));
  }

  @Test
  void aRequesterCallsVerbByVerbAndARepeatedCallIsAnsweredAlike() throws Exception {
    String id = "s-" + UUID.randomUUID();
    call(id, initialize(), SessionReply.Done.class);
    call(id, initialize(), SessionReply.Done.class);
    call(
        id,
        new SessionInput.SetContext(new RequestId("r-2"), SessionContext.BACKUP),
        SessionReply.Done.class);

    problem(
        api.post(
            "/v1/sessions/" + id + "/calls", new SessionInput.DoSnapshotSet(new RequestId("r-3"))),
        409);

    SessionView view = api.get("/v1/sessions/" + id, SessionView.class);
    HttpResponse<byte[]> stale =
        api.post(
            "/v1/sessions/" + id + "/calls",
            new SessionInput.Release(new RequestId("r-4")),
            "If-Match",
            "\"" + (view.version() + 7) + "\"");
    assertThat(problem(stale, 412).failure()).isEqualTo(Failure.CHANGED_MEANWHILE);
    HttpResponse<byte[]> release =
        api.post(
            "/v1/sessions/" + id + "/calls",
            new SessionInput.Release(new RequestId("r-4")),
            "If-Match",
            api.get("/v1/sessions/" + id).headers().firstValue("ETag").orElseThrow());
    assertThat(release.statusCode()).as(text(release)).isEqualTo(200);
  }

  @Test
  void whoIsNotKnownOrMayNotIsSentAwayWhateverHeAsksFor() throws Exception {
    for (String path : List.of("/v1/node", "/v1/sessions/x/abort", "/v1/nothing", "/else")) {
      problem(api.send(api.request(path).GET()), 401);
      problem(api.send(api.as("x", path).GET()), 401);
    }
    for (String path : List.of("/v1/sessions/s-1/abort", "/v1/sessions/s-1/calls", "/v1/backups")) {
      problem(
          api.send(
              api.as("v", path)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{}"))),
          403);
    }
    problem(api.send(api.as("v", "/v1/sets/set-1").DELETE()), 403);
    assertThat(api.send(api.request("/v1/openapi.json").GET()).statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    for (String path :
        List.of(
            "/else",
            "/v1",
            "/v1/",
            "/v1/nothing",
            "/v1/sessions/",
            "/v1/sessions/s-none",
            "/v1/sessions/s-none?await=over",
            "/v1/sessions/s-none/events",
            "/v1/sessions/s-none/log",
            "/v1/sessions/s-none/timeline",
            "/v1/sessions/s-none/forecast",
            "/v1/sessions/s-none/more",
            "/v1/sets/set-none",
            "/v1/sets/set-none/certificate",
            "/v1/sets/set-none/copies",
            "/v1/sets/set-none/document",
            "/v1/restores/",
            "/v1/restores/restore-none",
            "/v1/plans/none")) {
      assertThat(problem(api.get(path), 404).failure()).isEqualTo(Failure.OBJECT_NOT_FOUND);
    }
    assertThat(problem(api.get("/v1/nothing"), 404).hint()).contains("/v1/openapi.json");
    assertThat(problem(api.get("/v1/sessions/s-none"), 404).hint()).contains("`lull sessions`");
    assertThat(problem(api.get("/v1/sets/set-none"), 404).hint()).contains("`lull sets`");
    assertThat(problem(api.get("/v1/plans/none"), 404).hint()).contains("`lull plans`");
    problem(api.send(api.as("o", "/v1/sets/set-none").DELETE()), 404);
    problem(api.send(api.as("o", "/v1/sessions/s-none/abort").POST(BodyPublishers.noBody())), 404);
  }

  @Test
  void whatTheApiDescribesIsWhatItAnswersAndNothingElse() throws Exception {
    List<Described.Operation> described = new Described().operations();
    for (String template : described.stream().map(Described.Operation::path).distinct().toList()) {
      String path = template.replaceAll("\\{[^}]+}", "none");
      HttpResponse<byte[]> wrong =
          api.send(api.as("o", path).method("PATCH", BodyPublishers.noBody()));
      problem(wrong, 405);
      assertThat(Stream.of(wrong.headers().firstValue("Allow").orElseThrow().split(", ")).toList())
          .as(path)
          .containsExactlyInAnyOrderElementsOf(
              described.stream()
                  .filter(one -> one.path().equals(template))
                  .map(Described.Operation::method)
                  .toList());
    }
    assertThat(described).hasSize(44);
  }

  @Test
  void aBodyThatIsNoneIsRefusedAndNotRepeated() throws Exception {
    String path = "/v1/sessions/s-1/calls";
    for (String bad :
        List.of(
            "",
            "{",
            "s3cret",
            "[]",
            "{\"is\":\"s3cret\",\"request\":\"r\"}",
            "{\"is\":\"window-reported\"}",
            "{\"is\":\"release\",\"request\":\"../s3cret\"}",
            "[".repeat(5000))) {
      HttpResponse<byte[]> response =
          api.send(
              api.as("o", path)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(bad)));
      assertThat(response.statusCode()).as(bad).isIn(400, 413);
      assertThat(text(response)).doesNotContain("at io.lull", "Exception");
    }
    problem(api.send(api.as("o", path).POST(BodyPublishers.ofString("{}"))), 415);
    // Refused for what it says of itself, before any of it has come.
    assertThat(
            api.raw(
                """
                POST /v1/sessions/s-1/calls HTTP/1.1\r
                Host: a\r
                Authorization: Bearer o\r
                Content-Type: application/json\r
                Content-Length: 1048577\r
                \r
                """))
        .startsWith("HTTP/1.1 413 ")
        .contains("application/problem+json");
  }

  @Test
  void hostileIdsAndQueriesAreRefused() throws Exception {
    for (String id : List.of("%2e%2e", "a%0ab", "a%00b", "%ff", "a%2fb", "-", "x".repeat(65))) {
      HttpResponse<byte[]> response = api.get("/v1/sessions/" + id);
      assertThat(response.statusCode()).as(id).isIn(400, 404);
      assertThat(api.get("/v1/sets/" + id).statusCode()).as(id).isIn(400, 404);
    }
    for (String query :
        List.of("limit=-1", "limit=x", "limit=99999", "limit=9999999999", "open=maybe")) {
      problem(api.get("/v1/sessions?" + query), 400);
    }
    SessionView session = api.run(EVERYTHING);
    String path = "/v1/sessions/" + session.session();
    problem(api.get(path + "?await=lunch"), 400);
    problem(api.get(path + "?await=over&for=soon"), 400);
    problem(api.send(api.as("v", path + "/events").header("Last-Event-ID", "-1").GET()), 400);
  }

  @Test
  void theEventsOfASessionAreToldOnceAndGoOnWhereAFollowerStopped() throws Exception {
    SessionView session = api.run(EVERYTHING);
    String path = "/v1/sessions/" + session.session() + "/events";

    List<String> all = text(api.get(path)).lines().toList();
    List<String> rest =
        text(api.send(api.as("v", path).header("Last-Event-ID", "3").GET())).lines().toList();

    assertThat(all).filteredOn(line -> line.startsWith("id: ")).hasSize((int) session.version());
    assertThat(all).startsWith("id: 1", "event: session-opened");
    assertThat(all.get(2)).startsWith("data: {\"sequence\":1,\"at\":\"").contains("\"is\":");
    assertThat(rest).first().isEqualTo("id: 4");
    assertThat(rest)
        .filteredOn(line -> line.startsWith("id: "))
        .hasSize((int) session.version() - 3);
  }
}
