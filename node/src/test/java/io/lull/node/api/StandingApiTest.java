package io.lull.node.api;

import static io.lull.node.api.ApiNode.problem;
import static io.lull.node.api.ApiNode.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.SetState;
import io.lull.protocol.catalogue.Verified;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.Verification;
import io.lull.wire.Wire;
import io.lull.wire.api.BackupOrder;
import io.lull.wire.api.SessionView;
import io.lull.wire.api.Sets;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators say of sets that exist, and what a set that is pinned is kept from. */
class StandingApiTest {
  private static final String GOOD = "{\"good\":true,\"detail\":\"all of it\"}";

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

  private static String set() throws Exception {
    return "/v1/sets/" + api.run(ApiTest.EVERYTHING).set().orElseThrow();
  }

  private static HttpResponse<byte[]> put(String token, String path, String body) throws Exception {
    return api.send(
        api.as(token, path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body)));
  }

  private static CatalogueEntry entry(HttpResponse<byte[]> response) {
    assertThat(response.statusCode()).as(text(response)).isEqualTo(200);
    return Wire.json().read(response.body(), CatalogueEntry.class);
  }

  @Test
  void aPinnedSetIsNotDeletedBeforeItIsUnpinned() throws Exception {
    String set = set();

    CatalogueEntry pinned = entry(put("o", set + "/pin", "{\"reason\":\"audit of 2026\"}"));

    assertThat(pinned.pinned()).contains("audit of 2026");
    assertThat(pinned.created()).isPresent();
    assertThat(problem(api.send(api.as("o", set).DELETE()), 409))
        .satisfies(problem -> assertThat(problem.failure()).isEqualTo(Failure.SET_PINNED))
        .satisfies(problem -> assertThat(problem.hint()).contains("`lull unpin SET`"));
    assertThat(entry(api.send(api.as("o", set + "/pin").DELETE())).pinned()).isEmpty();
    assertThat(api.send(api.as("o", set).DELETE()).statusCode()).isEqualTo(200);
    CatalogueEntry gone = api.get(set, CatalogueEntry.class);
    assertThat(gone.created()).isEqualTo(pinned.created());
    problem(put("o", set + "/pin", "{\"reason\":\"too late\"}"), 404);
    problem(put("o", set + "/verification", GOOD), 404);
  }

  @Test
  void theLastVerificationOfASetIsKeptWithIt() throws Exception {
    String set = set();

    entry(put("o", set + "/verification", GOOD));
    CatalogueEntry last =
        entry(put("o", set + "/verification", "{\"good\":false,\"detail\":\"bad page\"}"));

    assertThat(last.verification().map(Verified::found))
        .contains(new Verification(false, "bad page"));
    assertThat(last.verification().orElseThrow().at())
        .isAfterOrEqualTo(last.created().orElseThrow());
  }

  @Test
  void aSetThatCameToNothingBeforeItsCreationSaysTheSameReasonAsItsSession() throws Exception {
    SessionView session =
        api.run(
            new BackupOrder(
                Optional.empty(),
                new TreeSet<>(),
                new TreeSet<>(),
                new TreeSet<>(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new ProviderId(new HostId("alone"), "nobody"))));
    SetId id = session.set().orElseThrow();
    Fault why = session.failure().orElseThrow();

    assertThat(api.get("/v1/sets/" + id, CatalogueEntry.class))
        .extracting(CatalogueEntry::state, CatalogueEntry::failure)
        .containsExactly(SetState.FAILED, Optional.of(why));
    assertThat(api.get("/v1/sets", Sets.class).sets())
        .filteredOn(set -> set.set().equals(id))
        .extracting(CatalogueEntry::failure)
        .containsExactly(Optional.of(why));
  }

  @Test
  void onlyOperatorsSayItAndOnlyInOneLine() throws Exception {
    String set = set();

    problem(put("v", set + "/pin", "{\"reason\":\"mine\"}"), 403);
    problem(put("v", set + "/verification", GOOD), 403);
    problem(api.send(api.as("v", set + "/pin").DELETE()), 403);
    problem(put("o", "/v1/sets/set-none/pin", "{\"reason\":\"mine\"}"), 404);
    for (String bad :
        new String[] {
          "{}", "{\"reason\":\"\"}", "{\"reason\":\"a\\nb\"}", "{\"reason\":\"\\u001b[2J\"}", "[]"
        }) {
      problem(put("o", set + "/pin", bad), 400);
      problem(put("o", set + "/verification", bad), 400);
    }
    problem(put("o", set + "/pin", "{\"reason\":\"" + "x".repeat(201) + "\"}"), 400);
    assertThat(api.get(set, CatalogueEntry.class).pinned()).isEmpty();
  }
}
