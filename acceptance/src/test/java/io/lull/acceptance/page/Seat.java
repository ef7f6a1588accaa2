package io.lull.acceptance.page;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lull.kernel.test.Ports;
import io.lull.node.LullNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;

/**
 * One node with a browser before it. With {@code -Dlull.pictures=DIR} it leaves there what the page
 * looked like.
 */
final class Seat implements AutoCloseable {
  private final LullNode node;
  private final Browser browser;
  private final String address;

  private Seat(LullNode node, Browser browser, String address) {
    this.node = node;
    this.browser = browser;
    this.address = address;
  }

  /**
   * Starts both, and waits until the node is ready.
   *
   * @param there the writers, providers and instances that there are
   */
  static Seat before(Path directory, String there) throws Exception {
    int port = Ports.free();
    Path tokens = directory.resolve("tokens");
    Files.writeString(
        tokens,
        "olga operator sha256:%s%nvic viewer sha256:%s%n"
            .formatted(sha256("operator-token"), sha256("viewer-token")));
    Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
    LullNode node =
        LullNode.start(
            ConfigFactory.parseString(
                """
                lull {
                  node.host = alone
                  cluster.port = %d
                  host.life-file = "%s/life"
                  journal.embedded.file = "%s/journal.db"
                  api { listen = "127.0.0.1:%d", tokens-file = "%s" }
                  providers.main { kind = test, directory = "%s/copies" }
                  %s
                }
                """
                    .formatted(
                        Ports.free(), directory, directory, port, tokens, directory, there)));
    try {
      TestProbe.create(node.system())
          .awaitAssert(
              Duration.ofSeconds(60), () -> assertThat(node.ready().getAsBoolean()).isTrue());
      return new Seat(node, Browser.start(directory), "http://127.0.0.1:" + port + "/");
    } catch (Exception | Error failed) {
      node.close();
      throw failed;
    }
  }

  private static String sha256(String token) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(US_ASCII)));
  }

  LullNode node() {
    return node;
  }

  Browser browser() {
    return browser;
  }

  String address() {
    return address;
  }

  void signIn(String token) throws Exception {
    browser.open(address);
    browser.await("!document.getElementById('sign-in').hidden");
    browser.run("document.getElementById('token').focus(); done('')");
    browser.type(token + Browser.ENTER);
  }

  void picture(String name) throws Exception {
    String wanted = System.getProperty("lull.pictures", "");
    if (!wanted.isEmpty()) {
      browser.picture(Path.of(wanted, name + ".png"));
    }
  }

  /** By day, by night, and on a small screen, where nothing may stand out to the side. */
  void looks(String name) throws Exception {
    browser.look(1280, 900, "light");
    picture(name + "-light");
    browser.look(1280, 900, "dark");
    picture(name + "-dark");
    browser.look(360, 780, "light");
    assertThat(browser.now("document.documentElement.scrollWidth <= innerWidth")).isEqualTo("true");
    picture(name + "-small");
    browser.look(1280, 900, "light");
  }

  @Override
  public void close() throws IOException {
    try (LullNode _ = node) {
      browser.close();
    }
  }
}
