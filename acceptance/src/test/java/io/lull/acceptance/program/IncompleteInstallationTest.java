package io.lull.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.Ports;
import io.lull.protocol.failure.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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

  /** It is found by what lies beside it, and not run. */
  @ParameterizedTest
  @ValueSource(strings = {"sets", "config check", "node", "demo", "thaw --local"})
  void names_a_java_that_is_too_old(String typed) throws Exception {
    Path old = Files.createDirectories(directory.resolve("old java/bin"));
    Path java = Files.writeString(old.resolve("java"), "#!/bin/sh\necho 'it was run'\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(
        old.resolveSibling("release"),
        "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"17.0.13\"\nJAVA_VERSION_DATE=\"2024-10-15\"\n");
    Installation lull = Installation.in(directory.resolve("lull"));

    try (User user = new User(lull, directory)) {
      for (String path : List.of("JAVA_HOME", "PATH")) {
        user.with("JAVA_HOME", path.equals("PATH") ? "" : old.getParent().toString());
        user.with("PATH", (path.equals("PATH") ? old + ":" : "") + System.getenv("PATH"));
        Ran ran = user.lull(typed.split(" ")).ends(ExitCode.FAILED);
        assertThat(ran.err())
            .isEqualTo(
                "lull: expected a Java 25, but %s is a Java 17. Let JAVA_HOME name a JDK or JRE 25\n"
                    .formatted(java));
        assertThat(ran.out()).isEmpty();
      }
      user.with("JAVA_HOME", directory.resolve("none").toString());
      assertThat(user.lull(typed.split(" ")).ends(ExitCode.FAILED).err())
          .startsWith("lull: expected a Java 25, but there is no ")
          .hasLineCount(1);
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
