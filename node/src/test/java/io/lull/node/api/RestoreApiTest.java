package io.lull.node.api;

import static io.lull.node.api.ApiNode.problem;
import static io.lull.node.api.ApiNode.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.restore.RestoreInput;
import io.lull.protocol.restore.RestorePhase;
import io.lull.protocol.restore.RestoreReply;
import io.lull.protocol.restore.RestoreTerms;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterStep;
import io.lull.wire.Wire;
import io.lull.wire.api.BackupOrder;
import io.lull.wire.api.OperationTimeline;
import io.lull.wire.api.RestoreView;
import io.lull.wire.api.RestoreViews;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restore of a real set, verb by verb over real sockets. */
class RestoreApiTest {
  private static final WriterId DB = new WriterId(new HostId("alone"), "db");
  private static final ComponentId DATA = new ComponentId(DB, "data");

  @TempDir static Path directory;
  private static ApiNode api;
  private static SetId set;

  private final String id = "restore-" + UUID.randomUUID();
  private int requests;

  @BeforeAll
  static void backup() throws Exception {
    api = ApiNode.start(directory, "");
    BackupOrder order =
        new BackupOrder(
            Optional.empty(),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeSet<>(),
            Optional.empty(),
            Optional.of(BackupType.FULL),
            Optional.empty(),
            Optional.empty());
    set = api.run(order).set().orElseThrow();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private RequestId fresh() {
    requests++;
    return new RequestId("r-" + requests);
  }

  private static BackupDocument document() throws Exception {
    return api.get("/v1/sets/" + set + "/document", BackupDocument.class);
  }

  private HttpResponse<byte[]> post(RestoreInput.Verb verb, String... headers) throws Exception {
    return api.post("/v1/restores/" + id + "/calls?for=30s", verb, headers);
  }

  private <R extends RestoreReply> R call(RestoreInput.Verb verb, Class<R> reply) throws Exception {
    HttpResponse<byte[]> response = post(verb);
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    return reply.cast(Wire.json().read(response.body(), RestoreReply.class));
  }

  private RestoreInput.InitializeForRestore initialize() throws Exception {
    return new RestoreInput.InitializeForRestore(
        fresh(), new RestoreTerms(document(), Limits.defaults(), true));
  }

  private RestoreView view() throws Exception {
    return api.get("/v1/restores/" + id, RestoreView.class);
  }

  private void select() throws Exception {
    call(initialize(), RestoreReply.Done.class);
    call(new RestoreInput.GatherWriterMetadata(fresh(), Map.of()), RestoreReply.Metadata.class);
    call(new RestoreInput.SetSelectedForRestore(fresh(), DATA, true), RestoreReply.Done.class);
  }

  private void putBack() throws Exception {
    call(new RestoreInput.PreRestore(fresh()), RestoreReply.Handled.class);
    call(new RestoreInput.GatherWriterStatus(fresh()), RestoreReply.Statuses.class);
    call(
        new RestoreInput.SetFileRestoreStatus(fresh(), DATA, FileRestoreStatus.ALL),
        RestoreReply.Done.class);
  }

  @Test
  void aRestoreGoesFromTheDocumentToItsEnd() throws Exception {
    assertThat(document().explicit(DATA).orElseThrow().succeeded()).containsExactly(DATA);
    select();
    putBack();
    RestoreReply.Handled handled =
        call(new RestoreInput.PostRestore(fresh()), RestoreReply.Handled.class);
    assertThat(handled.step()).isEqualTo(WriterStep.POST_RESTORE);
    assertThat(handled.writers()).containsEntry(DB, new HandlerResult.Done());
    call(new RestoreInput.GatherWriterStatus(fresh()), RestoreReply.Statuses.class);
    call(new RestoreInput.Release(fresh()), RestoreReply.Handled.class);

    RestoreView over = view();

    assertThat(over.phase()).isEqualTo(RestorePhase.RELEASED);
    assertThat(over.over()).isTrue();
    assertThat(over.set()).contains(set);
    assertThat(over.components()).containsExactly(Map.entry(DATA, FileRestoreStatus.ALL));
    assertThat(over.failures()).isEmpty();
    assertThat(over.end()).isEmpty();
    OperationTimeline told = api.get("/v1/restores/" + id + "/timeline", OperationTimeline.class);
    assertThat(told.spans())
        .extracting(span -> span.who() + " " + span.deed())
        .containsSubsequence(
            DB + " MAKING_WAY", "files PUTTING_BACK", DB + " TAKING_OVER", DB + " DROPPING");
    problem(api.get("/v1/restores/nobody/timeline"), 404);
    assertThat(api.get("/v1/restores?limit=1000", RestoreViews.class).restores()).contains(over);
    assertThat(api.get("/v1/restores?open=true", RestoreViews.class).restores())
        .extracting(RestoreView::session)
        .doesNotContain(over.session());
  }

  @Test
  void A09_anAbortIsRefusedAndTheRestoreGoesOn() throws Exception {
    select();
    call(new RestoreInput.PreRestore(fresh()), RestoreReply.Handled.class);

    assertThat(problem(post(new RestoreInput.AbortBackup(fresh())), 400).failure())
        .isEqualTo(Failure.UNSUPPORTED_IN_RESTORE);
    for (String path : new String[] {"/v1/restores/", "/v1/sessions/"}) {
      HttpResponse<byte[]> abort =
          api.send(api.as("o", path + id + "/abort").POST(BodyPublishers.noBody()));
      assertThat(problem(abort, 400).failure()).isEqualTo(Failure.UNSUPPORTED_IN_RESTORE);
    }

    assertThat(view().phase()).isEqualTo(RestorePhase.PRE_RESTORED);
  }

  @Test
  void aRepeatedCallIsAnsweredAlikeAndAStaleOneRefused() throws Exception {
    RestoreInput.Verb first = initialize();
    call(first, RestoreReply.Done.class);
    long version = view().version();

    call(first, RestoreReply.Done.class);

    assertThat(view().version()).isEqualTo(version);
    HttpResponse<byte[]> stale =
        post(new RestoreInput.Release(fresh()), "If-Match", "\"" + (version + 7) + "\"");
    assertThat(problem(stale, 412).failure()).isEqualTo(Failure.CHANGED_MEANWHILE);
    HttpResponse<byte[]> release =
        post(
            new RestoreInput.Release(fresh()),
            "If-Match",
            api.get("/v1/restores/" + id).headers().firstValue("ETag").orElseThrow());
    assertThat(release.statusCode()).as(text(release)).isEqualTo(200);
  }

  @Test
  void aCallInTheWrongPhaseIsRefusedAndOneOfNoRestoreFindsNone() throws Exception {
    assertThat(problem(post(new RestoreInput.PostRestore(fresh())), 404).failure())
        .isEqualTo(Failure.OBJECT_NOT_FOUND);
    problem(api.get("/v1/restores/" + id), 404);
    call(initialize(), RestoreReply.Done.class);

    assertThat(problem(post(new RestoreInput.PostRestore(fresh())), 409).failure())
        .isEqualTo(Failure.BAD_STATE);
  }

  @Test
  void nothingButAVerbOfARequesterIsTaken() throws Exception {
    String path = "/v1/restores/" + id + "/calls";
    for (String bad :
        new String[] {"{\"is\":\"take-over\"}", "{\"is\":\"do-snapshot-set\",\"request\":\"r\"}"}) {
      HttpResponse<byte[]> response =
          api.send(
              api.as("o", path)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(bad)));
      problem(response, 400);
    }
  }

  @Test
  void aViewerMayLookAndNotRestore() throws Exception {
    for (String end : new String[] {"/calls", "/abort"}) {
      HttpResponse<byte[]> response =
          api.send(
              api.as("v", "/v1/restores/" + id + end)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{}")));
      problem(response, 403);
    }
    assertThat(api.get("/v1/sets/" + set + "/document").statusCode()).isEqualTo(200);
  }
}
