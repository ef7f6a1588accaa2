package io.lull.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.Choice;
import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.SetId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.writer.BackupType;
import io.lull.wire.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was said of a set is seen with it, as it is said. */
class SetsOnThePageTest {
  // As long as a reason may be, without a place to break it, and with a tag that would run.
  private static final String REASON = "<img/src=x/onerror=window.hit=1>" + "audit-".repeat(28);

  private static final String SET = "document.querySelector('#sets > li')";
  private static final String MARKS =
      "[..." + SET + ".querySelectorAll('.standing')].map(mark => mark.innerText).join('|')";

  private static final String COPIES = SET + "?.querySelector('summary')";

  private static final String TIME = SET + ".querySelector('.standing time').dateTime";

  @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private Seat seat;
  private Browser browser;

  @BeforeEach
  void start() throws Exception {
    seat =
        Seat.before(
            directory,
            "writers.orders { kind = test, components = \"data:/orders\" }, "
                + "providers.main.tricks = \"delete fail\"");
    browser = seat.browser();
  }

  @AfterEach
  void stop() throws Exception {
    http.shutdownNow();
    if (seat != null) {
      seat.close();
    }
  }

  private SetId backup() {
    return new Backup(
            new Policy(Limits.defaults(), Grade.APPLICATION, true),
            BackupType.FULL,
            Choice.EVERYTHING,
            Set.of(),
            Optional.of(SessionContext.APP_ROLLBACK),
            Optional.empty(),
            _ -> CompletableFuture.completedStage(Set.of()))
        .run(seat.node().client())
        .toCompletableFuture()
        .join()
        .certificate()
        .set();
  }

  /** Has an operator say something of a set; answered with the set as it is then. */
  private CatalogueEntry say(String method, SetId set, String what, String body) throws Exception {
    HttpResponse<byte[]> answer = call(method, set, "/" + what, body);
    assertThat(answer.statusCode()).isEqualTo(200);
    return Wire.json().read(answer.body(), CatalogueEntry.class);
  }

  private HttpResponse<byte[]> call(String method, SetId set, String what, String body)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(seat.address() + "v1/sets/" + set + what))
            .header("Authorization", "Bearer operator-token")
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofByteArray());
  }

  /** Records what a verification came to, and says when that was. */
  private String verified(SetId set, boolean good, String detail) throws Exception {
    String body = "{\"good\":%s,\"detail\":\"%s\"}".formatted(good, detail);
    return say("PUT", set, "verification", body).verification().orElseThrow().at().toString();
  }

  private void awaitMark(String text) throws Exception {
    browser.await(MARKS + ".includes('" + text + "')");
  }

  private String marks() throws Exception {
    return browser.now(MARKS);
  }

  @Test
  void aPinAndTheLastVerificationAreSeenInWords() throws Exception {
    SetId set = backup();
    seat.signIn("viewer-token");
    browser.await(SET + "?.innerText.includes('application')");
    assertThat(marks()).isEmpty();

    String first = verified(set, false, "page 7 of orders is damaged");
    awaitMark("verified: bad");
    assertThat(marks()).contains("page 7 of orders is damaged").doesNotContain("pinned", "good");
    assertThat(browser.now(TIME)).isEqualTo(first);

    say("PUT", set, "pin", "{\"reason\":\"" + REASON + "\"}");
    awaitMark("pinned");
    assertThat(marks()).contains(REASON, "verified: bad");
    assertThat(browser.now("window.hit")).isEqualTo("undefined");
    // A sign says nothing that the word beside it does not, so nobody has to hear it.
    assertThat(
            browser.now("[...document.querySelectorAll('.sign')].every(each => each.ariaHidden)"))
        .isEqualTo("true");
    seat.looks("pinned");
    browser.look(360, 780, "dark");
    browser.run(SET + ".scrollIntoView(); done('')");
    seat.picture("pinned-set-small");
    browser.look(1280, 900, "light");

    String second = verified(set, true, "all 9 pages of orders");
    awaitMark("verified: good");
    assertThat(marks()).contains("all 9 pages of orders", REASON).doesNotContain("bad", "page 7");
    assertThat(browser.now(TIME)).isEqualTo(second).isNotEqualTo(first);

    say("DELETE", set, "pin", "");
    browser.await("!" + MARKS + ".includes('pinned')");
    assertThat(marks()).contains("verified: good").doesNotContain("audit");
  }

  @Test
  void aCopyThatMayGoIsSeenBeforeAnybodyReliesOnIt() throws Exception {
    SetId set = backup();
    seat.signIn("viewer-token");
    browser.await(COPIES + "?.innerText === '1 copy'");

    // Answered with how far the deletion came.
    assertThat(call("DELETE", set, "", "").statusCode()).isEqualTo(200);
    browser.await(COPIES + ".innerText === '1 copy, 1 may go'");
    browser.run(COPIES + ".click(); done('')");
    browser.await(SET + ".querySelector('.copies').innerText.includes('by alone/main, may go')");
    seat.looks("may-go");
  }
}
