package io.lull.writer.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server of a test can be stopped at any moment, also while processes of it come and go. */
class ServerProcessTest {
  @TempDir private Path directory;

  @Test
  @Timeout(60)
  void a_child_that_has_ended_is_not_waited_for() throws Exception {
    // Nobody looks after the first child: its parent becomes a program that knows of none.
    try (ServerProcess server = start("true & echo begun; exec sleep 1000")) {
      server.stop();
      server.go();
    }
  }

  @Test
  @Timeout(60)
  void children_that_are_born_meanwhile_stand_still_too() throws Exception {
    try (ServerProcess server = start("echo begun; while :; do sleep 0.01; done")) {
      for (int i = 0; i < 20; i++) {
        server.stop();
        server.go();
      }
    }
  }

  private ServerProcess start(String script) throws Exception {
    ServerProcess server =
        ServerProcess.start(
            System.getProperty("user.name"),
            directory.resolve("log"),
            List.of("bash", "-c", script));
    Calls.await(() -> server.said().contains("begun"));
    assertThat(server.said()).startsWith("begun");
    return server;
  }
}
