package io.lull.benchmarks.system;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.node.LullNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Nodes for measurements, and patience with them. */
final class Nodes {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private Nodes() {}

  /** A coordinator with the embedded journal in this directory, and no writers of its own. */
  static Config coordinator(Path directory) throws IOException {
    return ConfigFactory.parseString(
        """
        lull {
          node { host = coordinator, roles = [coordinator] }
          api.listen = ""
          cluster.port = %d
          journal.embedded.file = "%s/journal.db"
          host.life-file = "%s/life"
        }
        """
            .formatted(freePort(), directory, directory));
  }

  static LullNode started(Config settings) {
    LullNode node = LullNode.start(settings);
    await("the node to be ready", () -> node.ready().getAsBoolean());
    return node;
  }

  static void await(String what, BooleanSupplier condition) {
    await(what, PATIENCE.toNanos(), condition);
  }

  static void await(String what, long nanos, BooleanSupplier condition) {
    long begun = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begun > nanos) {
        throw new IllegalStateException("expected " + what + ", but waited in vain");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A directory on the disk that journals lie on by default, not in memory. */
  static Path directory(String name) throws IOException {
    Path below = Files.createDirectories(Path.of(System.getProperty("lull.bench", "target/bench")));
    return Files.createTempDirectory(below.toAbsolutePath(), name + "-");
  }

  static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
