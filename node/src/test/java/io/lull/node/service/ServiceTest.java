package io.lull.node.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.kernel.test.ListeningManager;
import io.lull.kernel.test.Ports;
import io.lull.node.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real node, and a service manager that watches it as systemd does. */
@Timeout(180)
class ServiceTest {
  private static final int WATCHDOG_SECONDS = 6;

  @TempDir Path directory;

  private Process node(ListeningManager manager) throws IOException {
    Path settings = directory.resolve("lull.conf");
    Files.writeString(
        settings,
        """
        lull {
          cluster.port = %d
          api.listen = ""
          host.life-file = "%s/life"
          journal.embedded.file = "%s/journal.db"
          writers.db { kind = test, components = "data:/data" }
          providers.main { kind = test, directory = "%s/copies" }
        }
        """
            .formatted(Ports.free(), directory, directory, directory));
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile());
    builder.environment().put("NOTIFY_SOCKET", manager.name());
    builder
        .environment()
        .put("WATCHDOG_USEC", Long.toString(TimeUnit.SECONDS.toMicros(WATCHDOG_SECONDS)));
    builder.environment().remove("WATCHDOG_PID");
    return builder.start();
  }

  private static void signal(Process process, String signal)
      throws IOException, InterruptedException {
    List<String> command = List.of("kill", "-" + signal, Long.toString(process.pid()));
    assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
  }

  @Test
  void a_node_is_ready_lives_falls_silent_when_stopped_and_says_that_it_leaves() throws Exception {
    try (ListeningManager manager =
        ListeningManager.at("@lull-" + UUID.randomUUID(), WATCHDOG_SECONDS)) {
      Process node = node(manager);
      try {
        String self = node.pid() + " ";
        assertThat(manager.await(line -> line.contains("READY=1")))
            .startsWith(self)
            .contains("STATUS=ready; no writer is held");
        manager.await((self + "WATCHDOG=1")::equals);
        manager.await((self + "WATCHDOG=1")::equals);

        signal(node, "STOP");
        manager.await("silence"::equals);
        assertThat(manager.heard()).allMatch("silence"::equals);

        signal(node, "CONT");
        manager.await((self + "WATCHDOG=1")::equals);

        signal(node, "TERM");
        assertThat(manager.await(line -> line.contains("STOPPING=1")))
            .startsWith(self)
            .contains("STATUS=leaving the cluster");
        assertThat(node.waitFor(90, TimeUnit.SECONDS)).isTrue();
      } finally {
        node.destroyForcibly();
      }
    }
  }
}
