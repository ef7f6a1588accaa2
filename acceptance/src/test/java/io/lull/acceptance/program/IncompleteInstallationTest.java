package io.lull.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Ports;
import io.lull.protocol.failure.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program of which a part is missing. */
class IncompleteInstallationTest {
  @TempDir Path directory;

  @Test
  void says_so_instead_of_showing_where_it_was() throws Exception {
    Installation lull = Installation.in(directory.resolve("lull"));
    Files.delete(lull.home().resolve("lib/wire-0.jar"));

    try (User user = new User(lull, directory)) {
      Ran ran = user.lull("sets", "--node", "http://127.0.0.1:1").ends(ExitCode.FAILED);
      assertThat(ran.err()).startsWith("lull: expected all of the program, but found no io/lull/");
      assertThat(ran.err().lines()).hasSize(1);
    }
  }

  /** One part is missed by the coordinator, one by the API. */
  @ParameterizedTest
  @ValueSource(strings = {"pekko-http_", "pekko-cluster-sharding_", "sqlite-jdbc"})
  void runs_no_node_rather_than_half_of_one(String missing) throws Exception {
    Installation lull =
        Installation.in(
            directory.resolve("lull"), part -> !part.getFileName().toString().startsWith(missing));
    Path settings = directory.resolve("node.conf");
    Files.writeString(settings, Served.settings(directory, Ports.free()));

    try (User user = new User(lull, directory)) {
      Ran ran = user.lull("node", "--with-parent", settings.toString()).ends(ExitCode.FAILED);
      assertThat(ran.err().lines().filter(line -> line.startsWith("lull node: "))).hasSize(1);
    }
  }
}
