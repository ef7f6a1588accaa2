package io.lull.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.Created;
import io.lull.coordinator.client.RestoreDescribed;
import io.lull.coordinator.client.RestoreOpened;
import io.lull.coordinator.client.RestoreReady;
import io.lull.coordinator.client.RestoreStep;
import io.lull.coordinator.client.StreamFileOpen;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.document.SavedWriter;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Policy;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.FileRestoreStatus;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes on is seen as it does, and stopped from the page. */
class DashboardTest {
  private static final Policy POLICY = new Policy(Limits.defaults(), Grade.APPLICATION, true);
  // A right-to-left override and a tag that would run: text for the page, like any other path.
  private static final String HOSTILE = "/a\u202eb <img src=x onerror=window.hit=1>";
  private static final String ABORT = "document.querySelector('#detail .act [data-key=abort]')";

  private static final String STOP = "document.querySelector('#detail .act [data-key=stop]')";
  private static final HostId ALONE = new HostId("alone");

  @TempDir Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private LullNode node;
  private Browser browser;
  private Seat seat;

  @BeforeEach
  void start() throws Exception {
    // The front end stands still while the database takes its time, once.
    seat =
        Seat.before(
            directory,
            """
            writers {
              shop {
                kind = test, level = front-end, components = "web:/web"
                pre-restore = "non-retryable always"
              }
              orders { kind = test, components = "data:%s", freeze = "delay 20s" }
            }
            instances.mail { kind = test, databases = "users:64m", log-size = "64k" }
            """
                .formatted(HOSTILE));
    node = seat.node();
    browser = seat.browser();
  }

  @AfterEach
  void stop() throws Exception {
    http.shutdownNow();
    if (seat != null) {
      seat.close();
    }
  }

  private CompletionStage<Created> backup() {
    return Backup.ofEverything(POLICY, _ -> CompletableFuture.completedStage(Set.of()))
        .run(node.client());
  }

  /** Goes from one thing to the next by the key for it until one is reached. */
  private void tabTo(String element) throws Exception {
    for (int i = 0; i < 100; i++) {
      if (browser.now("document.activeElement === " + element).equals("true")) {
        return;
      }
      browser.type(Browser.TAB);
    }
    throw new AssertionError("expected to reach " + element + " by Tab, but never did");
  }

  private String detail() throws Exception {
    return browser.now("document.getElementById('detail').innerText");
  }

  @Test
  void aFrozenBackupIsSeenAndAbortedByKeyboardAlone() throws Exception {
    seat.signIn("operator-token");
    browser.await("document.getElementById('line').dataset.state === 'live'");

    CompletableFuture<Created> backup = backup().toCompletableFuture();

    String first =
        browser.await("document.querySelector('.lane.writer .lease')?.getAttribute('x')");
    browser.await(
        "(document.querySelector('.lane.writer .lease')?.getAttribute('x') ?? '%s') !== '%s'"
            .formatted(first, first));
    browser.await("document.querySelector('#hosts .participant.held b')");
    // A lease runs before its writer stands still, so that this may come a moment later.
    browser.await(
        "document.getElementById('detail').innerText.includes('1 of 2 writers stand still')");
    assertThat(detail()).contains("Window open");
    seat.looks("frozen");

    tabTo(ABORT);
    browser.type(Browser.ENTER);
    browser.await("document.getElementById('ask').open");
    browser.type(Browser.ESCAPE);
    browser.await("!document.getElementById('ask').open");
    assertThat(browser.now("document.activeElement === " + ABORT)).isEqualTo("true");
    assertThat(backup).isNotDone();

    browser.type(Browser.ENTER);
    browser.await("document.getElementById('ask').open");
    seat.picture("ask");
    browser.type(Browser.TAB + Browser.ENTER);
    browser.await("document.querySelector('#detail .outcome .good')");

    assertThat(detail()).contains("Aborted: every writer runs again, and no copy stays.");
    assertThat(backup.handle((_, failure) -> failure).join()).isNotNull();
    browser.await("!document.querySelector('#hosts .participant.held')");
    seat.looks("aborted");
  }

  @Test
  void aViewerSeesWhatBecameOfASetAndMayNotAbort() throws Exception {
    seat.signIn("viewer-token");
    browser.await("document.getElementById('line').dataset.state === 'live'");

    CompletableFuture<Created> backup = backup().toCompletableFuture();
    browser.await("document.querySelector('.lane.writer .lease')");
    tabTo(ABORT);
    browser.type(Browser.ENTER);
    assertThat(browser.now("document.getElementById('ask').open")).isEqualTo("false");
    assertThat(detail()).contains("an operator may abort");

    Created created = backup.join();
    assertThat(created.grade()).isEqualTo(Grade.APPLICATION);
    browser.await("document.querySelectorAll('.lane .held').length === 2");
    browser.await("document.querySelector('.sets .grade-application')");
    browser.await("document.querySelector('.lane.provider .copying')");
    assertThat(detail()).contains("\\u202eb <img src=x onerror=window.hit=1>");
    assertThat(browser.now("window.hit")).isEqualTo("undefined");
    seat.looks("created");
  }

  @Test
  void aTokenThatNobodyHasIsRefusedInWordsAndForgotten() throws Exception {
    seat.signIn("guessed");
    browser.await("document.getElementById('refused').textContent !== ''");
    assertThat(browser.now("sessionStorage.length")).isEqualTo("0");
    assertThat(browser.now("document.getElementById('board').hidden")).isEqualTo("true");
    seat.looks("refused");
  }

  @Test
  void whatDoesNotShowIsMadeVisible() throws Exception {
    browser.open(seat.address());
    String made =
        browser.run(
            """
            import('/page/dom.js').then(({h}) =>
              done(h('p', {title: 'a\\nb'}, '<img src=x>\\n\\u202e').outerHTML));
            """);
    assertThat(made).isEqualTo("<p title=\"a\\u000ab\">&lt;img src=x&gt;\\u000a\\u202e</p>");
  }

  private CompletionStage<RestoreReady> restore() {
    WriterId shop = new WriterId(ALONE, "shop");
    ComponentId web = new ComponentId(shop, "web");
    WriterMetadata metadata =
        new WriterMetadata(
            shop,
            WriterLevel.FRONT_END,
            Duration.ofSeconds(60),
            HoldKind.APPLICATION,
            Optional.empty(),
            RestoreMethod.UNDEFINED,
            List.of(new Component(web, Set.of(new Volume(ALONE, "/web")), true, true)),
            List.of());
    BackupDocument document =
        new BackupDocument(
            new SetId("set-1"),
            BackupType.COPY,
            false,
            Map.of(shop, new SavedWriter(metadata, Set.of(web), Set.of(web))));
    return node.client()
        .beginRestore(document, Limits.defaults())
        .thenCompose(RestoreOpened::describe)
        .thenCompose(described -> described.select(web))
        .thenCompose(RestoreDescribed::preRestore)
        .thenCompose(ready -> ready.putBack(web, FileRestoreStatus.NONE));
  }

  /** Reads as much of an open file as the node sends ahead, and no more until it is let go. */
  private CompletionStage<Void> begin(StreamFileOpen file, CompletableFuture<Void> gone) {
    HttpRequest data =
        HttpRequest.newBuilder(URI.create(file.ticket().address() + "/v1/data?offset=0"))
            .header("Authorization", "Bearer " + file.ticket().token())
            .build();
    return http.sendAsync(data, BodyHandlers.ofInputStream())
        .thenCompose(
            answer ->
                gone.thenAccept(
                    _ -> {
                      try {
                        answer.body().close();
                      } catch (IOException closed) {
                        throw new UncheckedIOException(closed);
                      }
                    }));
  }

  @Test
  void aRunningStreamIsSeenStoppedAndAbortedByKeyboardAlone() throws Exception {
    seat.signIn("operator-token");
    browser.await("document.getElementById('line').dataset.state === 'live'");

    CompletableFuture<Void> gone = new CompletableFuture<>();
    CompletableFuture<Void> stream =
        node.client()
            .beginStream(ALONE, new InstanceId("mail"))
            .thenCompose(open -> open.fetch(new DatabaseId("users"), file -> begin(file, gone)))
            .toCompletableFuture();
    browser.await("document.querySelector('#detail .lane .open')");
    browser.await("document.getElementById('reading')?.value > 0");
    browser.await("document.querySelector('#operations .wide')?.innerText.includes('64 MiB')");
    assertThat(detail()).contains("Stream: open", "alone/mail", "database users", "So far");
    String first = browser.now("document.querySelector('#detail figcaption').innerText");
    browser.await("document.querySelector('#detail figcaption').innerText !== '" + first + "'");
    seat.looks("stream");

    tabTo(STOP);
    browser.type(Browser.ENTER);
    browser.await("document.getElementById('ask').open");
    browser.type(Browser.ESCAPE);
    browser.await("!document.getElementById('ask').open");
    assertThat(browser.now("document.activeElement === " + STOP)).isEqualTo("true");
    browser.type(Browser.ENTER);
    browser.await("document.getElementById('ask').open");
    browser.type(Browser.TAB + Browser.ENTER);
    browser.await("document.querySelector('#detail .outcome .good')");
    browser.await("document.querySelector('#detail .lane .stopped')");
    assertThat(detail())
        .contains("Stream: stopped", "Stopped: " + Failure.BACKUP_ABORTED_BY_SERVER.code());
    assertThat(browser.now("String(" + STOP + ")")).isEqualTo("null");

    tabTo(ABORT);
    browser.type(Browser.ENTER);
    browser.await("document.getElementById('ask').open");
    browser.type(Browser.TAB + Browser.ENTER);
    browser.await("document.querySelector('#detail h2').innerText === 'Stream: over'");
    browser.await("document.querySelector('#operations .bad')?.innerText === 'stopped'");
    browser.await("document.querySelector('#detail figcaption').innerText.startsWith('It took')");
    assertThat(browser.now("String(" + ABORT + ")")).isEqualTo("null");
    gone.complete(null);
    assertThat(stream.handle((_, failure) -> failure).join()).isNotNull();
    seat.looks("stream-stopped");
  }

  @Test
  void aRestoreWhoseWriterDoesNotMakeWayIsSeenByAViewer() throws Exception {
    RestoreReady ready = restore().toCompletableFuture().join();
    assertThat(ready.failure()).isPresent();
    seat.signIn("viewer-token");

    browser.await("document.querySelector('#detail .lane .making-way')");
    browser.await("document.querySelector('#operations .bad')?.innerText === 'failed'");
    assertThat(detail()).contains("Restore: restoring files", "set-1", "alone/shop#web: not back");
    assertThat(browser.now("String(" + ABORT + ")")).isEqualTo("null");

    ready.postRestore().thenCompose(RestoreStep::release).toCompletableFuture().join();
    browser.await("document.querySelector('#detail h2').innerText === 'Restore: released'");
    browser.await("document.querySelector('#detail .lane .taking-over')");
    browser.await("document.querySelector('#detail figcaption').innerText.startsWith('It took')");
    seat.looks("restore");
  }
}
