package io.lull.cli.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lull.cli.Typed;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else listens where a node is expected. */
class StrangerTest {
  private static final int STRANGER = 65534;

  /** Says its port, and then the first byte that it hears, or -1 at the end of what it hears. */
  private static final String LISTENER =
      """
      import java.net.*;
      public class Listener {
        public static void main(String[] args) throws Exception {
          try (ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            System.out.println(door.getLocalPort());
            try (Socket caller = door.accept()) {
              System.out.println(caller.getInputStream().read());
            }
          }
        }
      }
      """;

  @TempDir Path directory;
  private Path token;
  private Process stranger;
  private BufferedReader said;
  private String node;

  @BeforeEach
  void begin() throws IOException {
    assumeTrue(Owned.self() == Owned.ROOT, "only root becomes somebody else");
    token = Files.writeString(directory.resolve("token"), "the-token\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
    Path source = Files.writeString(directory.resolve("Listener.java"), LISTENER);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    String user = Integer.toString(STRANGER);
    stranger =
        new ProcessBuilder(
                "setpriv",
                "--reuid=" + user,
                "--regid=" + user,
                "--clear-groups",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                source.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    said = stranger.inputReader(UTF_8);
    node = "http://127.0.0.1:" + said.readLine();
  }

  @AfterEach
  void end() {
    if (stranger != null) {
      stranger.destroyForcibly();
    }
  }

  @Test
  void he_hears_nothing_of_our_token() throws IOException {
    Typed typed = Typed.run(directory, "sets", "--node", node, "--token-file", token.toString());

    assertThat(typed.exit()).isEqualTo(5);
    assertThat(typed.err().lines())
        .singleElement()
        .asString()
        .contains("expected a node at " + node + " that can be believed")
        .contains("user " + STRANGER + " listens there")
        .contains("--node", "--token-file");
    assertThat(said.readLine()).isEqualTo("-1");
  }

  @Test
  void he_may_be_told_the_token_that_is_his() throws IOException {
    Files.setAttribute(token, "unix:uid", STRANGER, LinkOption.NOFOLLOW_LINKS);

    Typed typed = Typed.run(directory, "sets", "--node", node, "--token-file", token.toString());

    assertThat(typed.err()).contains("the connection was cut");
    assertThat(said.readLine()).isEqualTo(Integer.toString('G'));
  }
}
