package io.lull.acceptance.page;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lull.coordinator.client.Backup;
import io.lull.coordinator.client.Created;
import io.lull.kernel.test.Ports;
import io.lull.node.LullNode;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One node with a browser before it. With {@code -Dlull.pictures=DIR} it leaves there what the page
 * looked like.
 */
class DashboardTest {
  private static final Policy POLICY = new Policy(Limits.defaults(), Grade.APPLICATION, true);
  // A right-to-left override and a tag that would run: text for the page, like any other path.
  private static final String HOSTILE = "/a\u202eb <img src=x onerror=window.hit=1>";
  private static final String ABORT = "document.querySelector('#detail .act button')";

  @TempDir Path directory;
  private LullNode node;
  private Browser browser;
  private String address;

  @BeforeEach
  void start() throws Exception {
    int port = Ports.free();
    address = "http://127.0.0.1:" + port + "/";
    Path tokens = directory.resolve("tokens");
    Files.writeString(
        tokens,
        "olga operator sha256:%s%nvic viewer sha256:%s%n"
            .formatted(sha256("operator-token"), sha256("viewer-token")));
    Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
    // The front end stands still while the database takes its time, once.
    node =
        LullNode.start(
            ConfigFactory.parseString(
                """
                lull {
                  node.host = alone
                  cluster.port = %d
                  host.life-file = "%s/life"
                  journal.embedded.file = "%s/journal.db"
                  api { listen = "127.0.0.1:%d", tokens-file = "%s" }
                  writers {
                    shop { kind = test, level = front-end, components = "web:/web" }
                    orders { kind = test, components = "data:%s", freeze = "delay 20s" }
                  }
                  providers.main { kind = test, directory = "%s/copies" }
                }
                """
                    .formatted(
                        Ports.free(), directory, directory, port, tokens, HOSTILE, directory)));
    browser = Browser.start(directory);
    TestProbe.create(node.system())
        .awaitAssert(
            Duration.ofSeconds(60), () -> assertThat(node.ready().getAsBoolean()).isTrue());
  }

  @AfterEach
  void stop() throws Exception {
    try (LullNode _ = node) {
      if (browser != null) {
        browser.close();
      }
    }
  }

  private static String sha256(String token) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII)));
  }

  private CompletionStage<Created> backup() {
    return Backup.ofEverything(POLICY, _ -> CompletableFuture.completedStage(Set.of()))
        .run(node.client());
  }

  private void signIn(String token) throws Exception {
    browser.open(address);
    browser.await("!document.getElementById('sign-in').hidden");
    browser.run("document.getElementById('token').focus(); done('')");
    browser.type(token + Browser.ENTER);
  }

  private void picture(String name) throws Exception {
    String wanted = System.getProperty("lull.pictures", "");
    if (!wanted.isEmpty()) {
      browser.picture(Path.of(wanted, name + ".png"));
    }
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
    signIn("operator-token");
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
    looks("frozen");

    tabTo(ABORT);
    browser.type(Browser.ENTER);
    browser.await("document.getElementById('ask').open");
    browser.type(Browser.ESCAPE);
    browser.await("!document.getElementById('ask').open");
    assertThat(browser.now("document.activeElement === " + ABORT)).isEqualTo("true");
    assertThat(backup).isNotDone();

    browser.type(Browser.ENTER);
    browser.await("document.getElementById('ask').open");
    picture("ask");
    browser.type(Browser.TAB + Browser.ENTER);
    browser.await("document.querySelector('#detail .outcome .good')");

    assertThat(detail()).contains("Aborted: every writer runs again, and no copy stays.");
    assertThat(backup.handle((_, failure) -> failure).join()).isNotNull();
    browser.await("!document.querySelector('#hosts .participant.held')");
    looks("aborted");
  }

  @Test
  void aViewerSeesWhatBecameOfASetAndMayNotAbort() throws Exception {
    signIn("viewer-token");
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
    looks("created");
  }

  @Test
  void aTokenThatNobodyHasIsRefusedInWordsAndForgotten() throws Exception {
    signIn("guessed");
    browser.await("document.getElementById('refused').textContent !== ''");
    assertThat(browser.now("sessionStorage.length")).isEqualTo("0");
    assertThat(browser.now("document.getElementById('board').hidden")).isEqualTo("true");
    looks("refused");
  }

  @Test
  void whatDoesNotShowIsMadeVisible() throws Exception {
    browser.open(address);
    String made =
        browser.run(
            """
            import('/page/dom.js').then(({h}) =>
              done(h('p', {title: 'a\\nb'}, '<img src=x>\\n\\u202e').outerHTML));
            """);
    assertThat(made).isEqualTo("<p title=\"a\\u000ab\">&lt;img src=x&gt;\\u000a\\u202e</p>");
  }

  /** By day, by night, and on a small screen, where nothing may stand out to the side. */
  private void looks(String name) throws Exception {
    browser.look(1280, 900, "light");
    picture(name + "-light");
    browser.look(1280, 900, "dark");
    picture(name + "-dark");
    browser.look(360, 780, "light");
    assertThat(browser.now("document.documentElement.scrollWidth <= innerWidth")).isEqualTo("true");
    picture(name + "-small");
    browser.look(1280, 900, "light");
  }
}
